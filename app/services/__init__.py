"""Use cases, one file per resource; each is handed its session, actor and time."""
