"""Routers: what runs the service."""
