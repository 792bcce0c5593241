"""What one answer about who fits what is made with."""

from dataclasses import dataclass
from datetime import date, datetime

from app.core.reporting_days import day_of
from app.matching.ranking import Knowledge, Rules
from app.services.ranking.explanations import NameBook


@dataclass(frozen=True, slots=True)
class RankingContext:
    """The knowledge that makes points, what the loaded lists call things, and the moment; all of one request."""

    knowledge: Knowledge
    names: NameBook
    now: datetime

    @property
    def rules(self) -> Rules:
        """The rules in force."""
        return self.knowledge.rules

    @property
    def today(self) -> date:
        """The reporting day of the moment."""
        return day_of(self.now)
