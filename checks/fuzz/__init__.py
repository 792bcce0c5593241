"""The API under generated requests: a real service on each database, schemathesis with all its checks."""
