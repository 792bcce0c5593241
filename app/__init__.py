"""Cung Cầu: labour supply and demand matching for industrial zones."""

__version__ = "0.3.0"
