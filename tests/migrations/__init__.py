"""Every revision, both ways, on both databases, with rows in the tables."""
