"""Use cases: enterprises, surveys, requests, vacancies, headcounts."""
