"""What an empty database is filled with: the reference lists, and made-up records for a demonstration."""
