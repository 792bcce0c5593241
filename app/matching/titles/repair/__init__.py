"""Spelling put right before titles are read: marks, typing slips, lost letters, broken encodings."""
