"""Measurements of the running service, each beside a control of the same run: ``./dev bench``."""
