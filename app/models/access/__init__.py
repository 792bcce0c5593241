"""Tables: accounts, sessions, systems, invitations."""
