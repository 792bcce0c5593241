"""Shapes: introductions and jobs."""
