"""Shapes: targets and what counts towards them."""
