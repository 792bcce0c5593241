"""Weights and tables of the score as data, each version for good."""
