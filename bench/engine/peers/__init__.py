"""Other ways to the same answer: each gives the first people of a ranking, ids and scores, exactly."""
