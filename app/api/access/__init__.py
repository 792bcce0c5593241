"""Routers: accounts, sessions, systems, invitations."""
