"""Real processes that tests start and stop: the service, a worker, an issuer, commands."""
