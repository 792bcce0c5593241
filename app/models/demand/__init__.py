"""Tables: enterprises, surveys, requests, vacancies, headcounts."""
