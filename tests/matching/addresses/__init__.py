"""Tests: addresses."""
