"""What a program of somebody else's sees of the service."""
