"""Tests: targets and what counts towards them."""
