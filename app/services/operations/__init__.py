"""Use cases: what runs the service."""
