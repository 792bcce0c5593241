"""What tests share: factories, recipes, worlds, callers, real peers on the loopback."""
