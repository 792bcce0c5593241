"""Tests by layer and domain; what they share is in ``support``, what the whole project must keep in ``laws``."""
