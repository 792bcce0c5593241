"""Routers: who fits what, and why."""
