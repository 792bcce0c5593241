"""Use cases: what every domain uses."""
