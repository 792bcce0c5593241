"""Tests: titles."""
