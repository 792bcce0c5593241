"""Use cases by domain; each is handed its session, actor and time, and returns values."""
