"""Shapes of requests and answers: XCreate, XUpdate, XOut, one file per resource."""
