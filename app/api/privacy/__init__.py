"""Routers: rights of the person, retention, keys."""
