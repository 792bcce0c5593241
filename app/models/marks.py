"""What follows from the marks on the fields of the models."""

from app.core.personal_data import LOGGED, RECORDS, Mark
from app.models.base import PERSONAL, Base


def hidden_names() -> frozenset[str]:
    """The names under which no log line shows a value: every marked field, as stored and as it is called elsewhere."""
    names = set(RECORDS)
    for mapper in Base.registry.mappers:
        for column in mapper.local_table.columns:
            mark = column.info.get(PERSONAL)
            if mark is not None:
                said = {column.name, column.name.removesuffix("_sealed").removesuffix("_index")}
                names |= said - LOGGED.keys() if mark is Mark.PROFILE else said
    return frozenset(names)
