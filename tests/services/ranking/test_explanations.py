"""What is kept of the sentences: those of parts that come back as the same object, and no others."""

from app.matching.ranking import RULES, ScorePart
from app.messages import Language
from app.services.placement.score_parts import restored, stored
from app.services.ranking.explanations import Explainer, NameBook
from app.vocabulary import Criterion

PART = ScorePart(Criterion.READINESS, 500, 500, "ready_in_time", {"late": 0, "since": 3})


def test_parts_read_from_a_referral_are_not_kept() -> None:
    """They are new objects each time, so keeping them would fill the memory and find nothing again."""
    names = NameBook({}, {language: {} for language in Language})
    for _ in range(3):
        assert Explainer(names, Language.VI).parts(restored(stored([PART])))[0].points == 5
    assert not names.spoken


def test_parts_of_a_ranking_are_said_once() -> None:
    names = NameBook({}, {language: {} for language in Language})
    first, again = (Explainer(names, Language.VI, RULES).parts([PART])[0] for _ in range(2))
    assert first is again
