"""Routers only: one folder a domain, one file a resource, and no router imports another."""
