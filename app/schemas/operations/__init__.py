"""Shapes: what runs the service."""
