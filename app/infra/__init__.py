"""The machine below: database, schema, logs, counters."""
