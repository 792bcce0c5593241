"""Routers: targets and what counts towards them."""
