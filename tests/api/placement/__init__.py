"""Tests: introductions and jobs."""
