"""The meaning of the score, for one pair: criteria, gates, parts with reasons, advice."""
