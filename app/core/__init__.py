"""What every layer stands on: errors, permissions, time, identifiers, text. No library but the standard one."""
