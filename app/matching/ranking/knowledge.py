"""What is known beside a pair itself."""

from dataclasses import dataclass

from app.matching.ranking.distances import Distances
from app.matching.ranking.occupation_similarity import OccupationSimilarity
from app.matching.ranking.rules.rules import Rules


@dataclass(frozen=True, slots=True)
class Knowledge:
    """How far places are from one another, how near occupations are, and the rules that make points of both."""

    distances: Distances
    occupations: OccupationSimilarity
    rules: Rules
