"""Tests: who fits what, and why."""
