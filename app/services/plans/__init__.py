"""Use cases: targets and what counts towards them."""
