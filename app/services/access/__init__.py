"""Use cases: accounts, sessions, systems, invitations."""
