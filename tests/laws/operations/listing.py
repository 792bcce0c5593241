"""The operations of the OpenAPI, where they take ids, and a body for each made of the schemas' own examples."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

V1 = "/api/v1"
Schema = dict[str, Any]

PUBLIC = frozenset(
    """
    code organisation_id managing_organisation_id parent_id shared_with alias_id province_code commune_code
    shuttle_communes zone_code occupation_code under indicator subject_id
    """.split()
)
"""Names of what everybody who signs in may know: reference lists, organisations, plans. ``subject_id`` is a word that
the administrator looks for in the audit log, which holds no person's data."""

QUESTIONS = frozenset({"resolve_communes", "resolve_titles", "preview_match", "search_jobseekers"})
"""What is a POST because the question does not belong into an address, or is too long for one."""
NUMBERS = frozenset({"citizen_id"})
"""Names that end like an id and name no record."""


@dataclass(frozen=True)
class Slot:
    """One place of a request that takes the id of a record."""

    where: str
    """``path``, ``query`` or ``body``."""
    name: str
    steps: tuple[str | int, ...] = ()
    """The way to it in the body."""


@dataclass(frozen=True)
class Operation:
    """One operation, with its schemas in full."""

    id: str
    method: str
    path: str
    raw: Schema = field(repr=False)
    schemas: dict[str, Schema] = field(repr=False)

    @property
    def writes(self) -> bool:
        """Whether it changes something; of those that are no GET all but a few do."""
        return self.method != "GET" and self.id not in QUESTIONS

    @property
    def needs_sign_in(self) -> bool:
        """Whether it asks who is calling."""
        return "security" in self.raw

    @cached_property
    def schema(self) -> Schema | None:
        """The schema of the JSON body, if it takes one."""
        content = self.raw.get("requestBody", {}).get("content", {}).get("application/json")
        return None if content is None else self.resolved(content["schema"])

    def resolved(self, schema: Schema) -> Schema:
        """A schema without references and, where null is a choice, what it may be otherwise."""
        if "$ref" in schema:
            return self.resolved(self.schemas[schema["$ref"].rsplit("/", 1)[1]]) | {
                name: value for name, value in schema.items() if name != "$ref"
            }
        choices = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
        return {**schema, **self.resolved(choices[0])} if choices else schema

    def body(self) -> Any:
        """A body with every field, of the examples."""
        return None if self.schema is None else self._example(self.schema)

    def _example(self, schema: Schema) -> Any:
        if schema.get("examples") and schema["examples"][0] is not None:
            return schema["examples"][0]
        if "properties" in schema:
            return {name: self._example(self.resolved(one)) for name, one in schema["properties"].items()}
        if schema.get("type") == "array":
            return [self._example(self.resolved(schema["items"]))]
        return schema["enum"][0] if "enum" in schema else schema.get("const", schema.get("default"))

    def objects(self) -> Iterator[tuple[tuple[str | int, ...], Schema]]:
        """Every object in the body with its schema: the body itself, and those inside."""
        if self.schema is not None:
            yield from self._objects((), self.schema)

    def _objects(self, steps: tuple[str | int, ...], schema: Schema) -> Iterator[tuple[tuple[str | int, ...], Schema]]:
        if schema.get("type") == "array":
            yield from self._objects((*steps, 0), self.resolved(schema["items"]))
        if "properties" in schema:
            yield steps, schema
            for name, one in schema["properties"].items():
                yield from self._objects((*steps, name), self.resolved(one))

    def slots(self) -> list[Slot]:
        """Every place that takes an id, a public one or somebody's."""
        found = [
            Slot(one["in"], one["name"])
            for one in self.raw.get("parameters", ())
            if one["in"] == "path" or (one["in"] == "query" and is_key(one["name"], self.resolved(one["schema"])))
        ]
        for steps, schema in self.objects():
            for name, one in schema["properties"].items():
                inner = self.resolved(one)
                if is_key(name, inner):
                    way = (*steps, name, 0) if inner.get("type") == "array" else (*steps, name)
                    found.append(Slot("body", name, way))
        return found


def is_key(name: str, schema: Schema) -> bool:
    """Whether a value names a record."""
    one = schema.get("items", schema)
    named = name.endswith("_id") and name not in NUMBERS
    return one.get("format") == "uuid" or named or name in PUBLIC


def operations(spec: Schema) -> list[Operation]:
    """All of an OpenAPI."""
    schemas = spec["components"]["schemas"]
    return [
        Operation(raw["operationId"], method.upper(), path, raw, schemas)
        for path, methods in spec["paths"].items()
        for method, raw in methods.items()
    ]


def put(body: Any, steps: tuple[str | int, ...], value: object) -> None:
    """Set what stands at the end of a way; lists that are too short get the object before once more."""
    *before, last = steps
    for step in before:
        body = body[step]
    if isinstance(last, int):
        body[last:] = [value]
    else:
        body[last] = value


def filled(path: str, values: dict[str, str]) -> str:
    """The path with values in place of its parameters."""
    return re.sub(r"\{(\w+)\}", lambda found: values[found[1]], path)
