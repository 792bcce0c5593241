"""Routers: introductions and jobs."""
