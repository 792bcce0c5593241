"""Shapes: who fits what, and why."""
