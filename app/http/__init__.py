"""The HTTP face: one router per resource."""
