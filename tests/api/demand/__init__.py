"""Tests: enterprises, surveys, requests, vacancies, headcounts."""
