"""Shapes of requests and answers by domain: XCreate, XUpdate, XQuery, XOut, one file a resource."""
