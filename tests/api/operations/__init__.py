"""Tests: what runs the service."""
