"""Routers: the lists that all else refers to."""
