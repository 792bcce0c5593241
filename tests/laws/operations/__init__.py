"""Who reaches what, generated from the OpenAPI: every operation, every role, everybody else's ids."""
