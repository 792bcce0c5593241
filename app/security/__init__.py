"""Secrets: sealing, passwords, tokens, identities of an outside issuer. Each with its one library."""
