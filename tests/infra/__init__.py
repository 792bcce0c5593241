"""Database, grants, logs."""
