"""Attacks on a real service process over HTTP, on the loopback, bounded in number and time: ``./dev attack``."""
