"""Shapes: what every domain uses."""
