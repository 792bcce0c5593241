"""Tests: accounts, sessions, systems, invitations."""
