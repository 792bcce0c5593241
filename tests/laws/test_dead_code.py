"""Nothing that the program cannot reach, and no text that it cannot say."""

import re
from typing import get_args

import vulture
from pydantic_core.core_schema import ErrorType

from app.messages import PROBLEMS
from app.messages.fields import FIELD_PROBLEMS
from tests.support.paths import ROOT

PROGRAM = ("app", "bench", "checks", "migrations/env.py", "seed")
CALLED_BY_OTHERS = {
    "init_processes": "uvicorn's supervisor calls it",
    "process_bind_param": "SQLAlchemy calls it on the way in",
    "process_result_value": "SQLAlchemy calls it on the way out",
    "send_400_response": "uvicorn's protocol calls it",
}
REGISTERED = [
    "@router.*",
    "@app.*",
    "@*_validator*",
    "@event*",
    "@compiles*",
    "@schemathesis*",
    "@pytest.*",
    "@listens*",
]
"""What a decorator hands to a framework is called from there."""


def unused(*paths: str) -> set[str]:
    """Functions, methods, properties and classes that are defined and never named again."""
    reader = vulture.Vulture(ignore_decorators=REGISTERED)
    reader.scavenge([str(ROOT / path) for path in paths])
    kinds = ("function", "method", "property", "class")
    return {item.name for item in reader.get_unused_code(min_confidence=60) if item.typ in kinds}


def test_what_is_defined_is_used_by_the_program_itself() -> None:
    """A function that only tests call is dead too."""
    found = unused(*PROGRAM)
    assert {name for name in found if not name.startswith("_")} == CALLED_BY_OTHERS.keys()


def program() -> str:
    return "\n".join(
        file.read_text("utf-8")
        for top in ("app", "seed")
        for file in (ROOT / top).rglob("*.py")
        if "messages" not in file.parts
    )


def test_every_text_can_be_said() -> None:
    """A code that nothing raises is a promise in the OpenAPI that nobody keeps."""
    source = program()
    said = (ROOT / "app" / "messages" / "fields.py").read_text("utf-8")
    by_pattern = set(re.findall(r'FIELD_PROBLEMS\["(\w+)"\]', said))
    framework = set(get_args(ErrorType))
    dead = [code for code in PROBLEMS if f'"{code}"' not in source]
    dead += [code for code in FIELD_PROBLEMS if f'"{code}"' not in source and code not in framework | by_pattern]
    assert dead == []
