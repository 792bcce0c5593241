"""Routers: enterprises, surveys, requests, vacancies, headcounts."""
