"""Tables: targets and what counts towards them."""
