"""Values of plans as their output schemas."""

from collections.abc import Iterable
from datetime import date
from urllib.parse import urlencode

from app.messages import Language, label
from app.schemas.plans.plans import FigureOut, ProgressOut, TargetProgressOut
from app.services.plans import progress


def plan_progress(code: str, as_of: date, found: Iterable[progress.TargetProgress], language: Language) -> ProgressOut:
    """How far a plan is; each figure with the address of the rows that make it."""
    return ProgressOut(
        plan_code=code, as_of=as_of, targets=[_target_progress(code, as_of, one, language) for one in found]
    )


def _target_progress(code: str, as_of: date, found: progress.TargetProgress, language: Language) -> TargetProgressOut:
    target = found.target
    base = f"/api/v1/plans/{code}/targets/{target.indicator.value}/records"
    figures = [
        FigureOut(
            reading=figure.reading,
            label=label(figure.reading, language),
            value=figure.value,
            rows=figure.rows,
            records=f"{base}?{urlencode({'reading': figure.reading.value, 'as_of': as_of.isoformat()})}",
        )
        for figure in found.figures
    ]
    return TargetProgressOut(
        indicator=target.indicator,
        label=label(target.indicator, language),
        target=target.value,
        approximate=target.approximate,
        value=found.value,
        left=found.left,
        percent=found.percent,
        from_on=target.starts_on,
        to_on=min(as_of, target.ends_on),
        oldest_as_of=found.oldest_as_of,
        article=target.article,
        how=target.reading,
        figures=figures,
    )
