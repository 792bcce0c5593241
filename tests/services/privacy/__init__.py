"""Tests: rights of the person, retention, keys."""
