"""Free-text job titles, as people and clerks write them, to ISCO-08 unit groups.

``Titles.build`` makes the engine from lists, ``resolve`` reads one title. Pure: no database, web, clock or files but
the package's own lists in ``data/titles``.
"""

from app.matching.titles.data_files import load_aliases
from app.matching.titles.resolver import MAX_TITLE, Titles
from app.matching.titles.types import Alias, Grade, Match, Resolution

__all__ = ["MAX_TITLE", "Alias", "Grade", "Match", "Resolution", "Titles", "load_aliases"]
