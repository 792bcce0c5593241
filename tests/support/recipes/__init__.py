"""How to make each write of the API succeed once, by domain."""
