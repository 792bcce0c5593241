"""Passwords and sealing."""
