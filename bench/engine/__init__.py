"""The ranking engine in process, beside the ways a database or a plain scan would do the same."""

from bench.engine.measure import measure

__all__ = ["measure"]
