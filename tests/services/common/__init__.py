"""Tests: what every domain uses."""
