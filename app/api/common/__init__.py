"""What the views of several domains share."""
