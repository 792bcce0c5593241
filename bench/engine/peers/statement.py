"""The whole ranking as one SQL statement: score, gates, people once, order and limit.

It knows nothing of the engine's tables. A table has one row a trade with the person's facts beside it, so that no join
of people is needed, and shares of trades and distances are at hand by pair.
"""

from datetime import date
from string import Template

from app.matching.ranking import Distances, OccupationSimilarity, Opening, Rules
from app.matching.ranking.pool.columns import refused_bits
from app.matching.ranking.query_tables import covering
from app.matching.ranking.score.criteria import years_before
from app.vocabulary import Criterion

# A person is among the rows once a trade, so the best people are among so many times more of the best rows.
TEXT = Template("""
SELECT id, max(score) AS score
FROM (
  SELECT c.id, c.priority,
      $trade_weight * s.share
    + $level_weight * ($level)
    + $place_weight * GREATEST(
        CASE WHEN d.metres = 0 THEN $same_commune $bands ELSE 0 END,
        CASE WHEN c.commune IN ($shuttles) THEN $shuttle ELSE 0 END,
        CASE WHEN $dormitory AND c.dormitory THEN $dormitory_share ELSE 0 END,
        CASE WHEN c.move THEN $would_move ELSE 0 END)
    + $pay_weight * ($pay)
    + $experience_weight * ($experience)
    + $readiness_weight * (
        CASE WHEN c.ready IS NULL $ready ELSE 0 END
      + CASE $heard ELSE 0 END)
    AS score
  FROM candidate c
  JOIN similarity s ON s.asked = $occupation AND s.offered = c.occupation
  JOIN distance d ON d.work = $commune AND d.home = c.commune
  WHERE c.consent AND c.available
    AND c.birth <= DATE '$of_age' AND c.birth <= DATE '$adult'
    AND (NOT $hard OR c.rank IS NULL OR c.rank >= $required)
    AND (c.refused & $shifts) = 0
    AND (c.travel_km IS NULL OR c.move OR c.commune IN ($shuttles) OR ($dormitory AND c.dormitory)
         OR d.metres <= CAST(c.travel_km AS INTEGER) * 1000)
    $certificates
  ORDER BY score DESC, c.priority DESC, c.id
  LIMIT $rows
) best
GROUP BY id, priority
ORDER BY score DESC, priority DESC, id
LIMIT $limit
""")
DIVIDED = {"postgresql": "/", "duckdb": "//"}
"""Division of whole numbers. Both cut off towards zero, so the statement divides nothing negative."""


def statement(
    opening: Opening,
    distances: Distances,
    occupations: OccupationSimilarity,
    rules: Rules,
    today: date,
    limit: int,
    most: int,
    dialect: str,
) -> str:
    """The statement for one opening; ``most``: the most trades that anybody has."""
    start, weights = opening.start(today), rules.weights
    shuttles = [distances.index[code] for code in opening.shuttle_communes if code in distances.index]
    return TEXT.substitute(
        {f"{criterion.value}_weight": weights[criterion] for criterion in Criterion},
        level=_level(opening.required_rank, rules),
        same_commune=rules.same_commune,
        bands=_steps("d.metres", [(km * 1000, share) for km, share in rules.bands]),
        shuttles=", ".join(map(str, shuttles)) or "-1",
        shuttle=rules.shuttle,
        dormitory=_truth(opening.dormitory),
        dormitory_share=rules.dormitory,
        would_move=rules.would_move,
        pay=_pay(opening.pay_from, opening.pay_to, rules, DIVIDED[dialect]),
        experience=_experience(opening.experience_floor_months, rules, DIVIDED[dialect]),
        ready=f"THEN {rules.ready[0][1]} " + _steps(f"c.ready - DATE '{start}'", list(rules.ready)),
        heard=_steps(f"DATE '{today}' - c.heard", list(rules.heard)),
        occupation=occupations.index[opening.occupation_code],
        commune=distances.index[opening.commune_code],
        of_age=years_before(start, rules.working_age),
        adult=date.max if opening.takes_minors else years_before(start, rules.adult_age),
        hard=_truth(opening.level_is_hard and opening.required_rank is not None),
        required=opening.required_rank or 0,
        shifts=0 if opening.shift_choice else refused_bits(opening.shifts),
        certificates=_certificates(opening, start),
        rows=limit * most,
        limit=limit,
    )


def _truth(value: bool) -> str:
    return "TRUE" if value else "FALSE"


def _steps(value: str, steps: list[tuple[int, int]]) -> str:
    return " ".join(f"WHEN {value} <= {most} THEN {share}" for most, share in steps)


def _level(required: int | None, rules: Rules) -> str:
    if required is None:
        return str(rules.unstated)
    undeclared = rules.undeclared if required else 100
    below = " ".join(f"WHEN c.rank = {required - 1 - i} THEN {share}" for i, share in enumerate(rules.below))
    over = f"100 - LEAST({rules.over_most}, {rules.over_per_rank} * (c.rank - {required}))"
    return f"CASE WHEN c.rank IS NULL THEN {undeclared} WHEN c.rank >= {required} THEN {over} {below} ELSE 0 END"


def _pay(pay_from: int | None, pay_to: int | None, rules: Rules, divided: str) -> str:
    bottom = pay_from if pay_from is not None else pay_to
    top = pay_to if pay_to is not None else pay_from
    if bottom is None or top is None:
        return str(rules.unstated)
    # Python rounds down, so within the range a share is 100 less a quotient that is cut off, and beyond it the percent
    # over is rounded up.
    within = f"100 - CAST({100 - rules.pay_at_top} AS BIGINT) * (c.wish - {bottom}) {divided} {max(1, top - bottom)}"
    over = f"(CAST(c.wish - {top} AS BIGINT) * 100 + {top - 1}) {divided} {top}"
    above = f"GREATEST(0, {rules.pay_at_top} - {rules.pay_loss_per_percent} * ({over}))"
    if pay_to is None:
        above = str(rules.unstated)
    wish = f"CASE WHEN c.wish IS NULL OR c.wish <= {bottom} THEN 100 WHEN c.wish <= {top} THEN {within}"
    return f"{wish} ELSE {above} END"


def _experience(floor: int | None, rules: Rules, divided: str) -> str:
    if floor is None:
        return str(rules.unstated)
    return "100" if floor == 0 else f"LEAST(100, CAST(COALESCE(c.months, 0) AS INTEGER) * 100 {divided} {floor})"


def _certificates(opening: Opening, start: date) -> str:
    return " ".join(
        f"AND c.id IN (SELECT id FROM certificate WHERE code IN ({', '.join(map(str, covering(asked)))})"  # noqa: S608 - whole numbers of our own.
        f" AND until >= DATE '{start}')"
        for asked in sorted(opening.certificates)
    )
