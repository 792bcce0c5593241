"""Tables: what every domain uses."""
