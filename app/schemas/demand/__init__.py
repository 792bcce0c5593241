"""Shapes: enterprises, surveys, requests, vacancies, headcounts."""
