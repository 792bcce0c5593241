"""Graded people for graded vacancies, and the rubric by which an officer grades."""
