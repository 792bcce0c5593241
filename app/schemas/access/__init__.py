"""Shapes: accounts, sessions, systems, invitations."""
