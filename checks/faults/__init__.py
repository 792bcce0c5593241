"""The service under faults: killed, cut off from its database, asked for one place by many at once.

A module of this package holds ``CHECKS``, a list of ``Check``; ``./dev faults`` finds it by that.
"""
