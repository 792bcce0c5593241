"""The service as a process of its own: what only sockets, signals and a whole server can show."""
