"""The pure engines: ``ranking`` of people and vacancies, ``titles`` and ``addresses`` read as people write them."""
