"""How good the matching is: titles, ranking, fairness. ``./dev quality`` prints the figures; the suite holds them."""
