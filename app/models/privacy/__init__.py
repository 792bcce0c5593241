"""Tables: rights of the person, retention, keys."""
