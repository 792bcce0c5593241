"""Shapes: rights of the person, retention, keys."""
