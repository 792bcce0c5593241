"""The service from a terminal."""
