"""The check of one leaf of a filter: its path, its operator for the field there, and its operand."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterator
from typing import Any, Final

from backend.expressions.findings import Finding, Tree, at
from backend.expressions.operators import OF_SEVERAL, OPERATORS
from backend.expressions.paths import LONGEST_PATH, OWNER, Fields, field_of, unlimited, walk
from backend.fields.definition import Field
from backend.fields.plain_text import text_of
from backend.fields.problems import ValueProblem
from backend.fields.registry import type_of

MOST_VALUES: Final = 500
"""Values of one list."""
MOST_CHARACTERS: Final = 1000
"""Characters of a text that is compared with."""
MOST_DAYS: Final = 3660


def check_leaf(tree: Tree, op: str, entity: str, fields: Fields, place: str) -> Iterator[Finding]:
    """Yield everything that is wrong with a leaf whose operator is known."""
    if not isinstance(tree.get("path"), str) or not set(tree) <= {"op", "path", "value"}:
        yield Finding("filter-not-a-condition", at(place, "path"))
        return
    end = yield from check_path(tree["path"], entity, fields, at(place, "path"))
    if end is None:
        return
    if not _takes(op, end):
        yield Finding("filter-operator-not-for-type", at(place, "op"), {"op": op, "type": end.type})
        return
    yield from _check_value(tree.get("value"), op, end, at(place, "value"))


def check_path(path: str, entity: str, fields: Fields, place: str) -> Generator[Finding, None, Field | None]:
    """Yield what is wrong with a path; return the field at its end, None if it ends nowhere."""
    if path.count(".") > LONGEST_PATH:
        yield Finding("filter-path-too-long", place, {"most": LONGEST_PATH})
        return None
    walked = walk(path, entity, fields)
    if walked is None:
        yield Finding("filter-unknown-field", place, {"path": path[:200]})
        return None
    return walked[1]


def check_related(
    tree: Tree, entity: str, fields: Fields, place: str, entities: Collection[str] | None
) -> Iterator[Finding]:
    """Yield what is wrong with a ``related`` leaf.

    ``entities`` are those that it may speak of; None where such leaves have no meaning.
    """
    origin, path = tree.get("from"), tree.get("path")
    if entities is None:
        yield Finding("filter-unknown-operator", at(place, "op"), {"op": "related"})
        return
    if not isinstance(path, str) or not set(tree) <= {"op", "path", "from"}:
        yield Finding("filter-not-a-condition", at(place, "path"))
        return
    if origin is not None and (not isinstance(origin, str) or fields(origin) is None):
        yield Finding("filter-unknown-entity", at(place, "from"), {"entity": str(origin)[:60]})
        return
    lookup = field_of(origin or entity, path, fields)
    if lookup is None or lookup is OWNER:
        yield Finding("filter-unknown-field", at(place, "path"), {"path": path[:200]})
    elif lookup.type != "lookup" or lookup.several or (origin is not None and lookup.target != entity):
        yield Finding("filter-not-a-relation", at(place, "path"), {"path": path, "entity": entity})
    elif (other := origin or str(lookup.target)) not in entities:
        yield Finding("filter-related-outside", at(place, "from" if origin else "path"), {"entity": other})


def _takes(op: str, end: Field) -> bool:
    operator = OPERATORS[op]
    if end.type not in operator.types or (end.several and op not in OF_SEVERAL):
        return False
    return not operator.targets or ("owner" if end is OWNER else end.target) in operator.targets


def _check_value(value: Any, op: str, end: Field, place: str) -> Iterator[Finding]:
    match OPERATORS[op].operand:
        case "none":
            if value is not None:
                yield Finding("filter-value-not-needed", place)
        case "text":
            yield from _check_text(value, place)
        case "days":
            if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_DAYS:
                yield Finding("filter-days", place, {"minimum": 1, "maximum": MOST_DAYS})
        case "values":
            if not isinstance(value, list) or not value:
                yield Finding("filter-value-missing", place)
            elif len(value) > MOST_VALUES:
                yield Finding("filter-too-many-values", place, {"count": len(value), "most": MOST_VALUES})
            else:
                for number, one in enumerate(value):
                    yield from _check_one(one, end, f"{place}.{number}")
        case "value":
            yield from _check_one(value, end, place)


def _check_text(value: Any, place: str) -> Iterator[Finding]:
    if not isinstance(value, str):
        yield Finding("filter-value-missing", place)
        return
    try:
        if text_of(value, maximum=MOST_CHARACTERS, lines=True) is None:
            yield Finding("filter-value-missing", place)
    except ValueProblem as problem:
        yield Finding(problem.code, place, problem.arguments)


def _check_one(value: Any, end: Field, place: str) -> Iterator[Finding]:
    if isinstance(value, str) and len(value) > MOST_CHARACTERS:
        yield Finding("value-too-long", place, {"length": len(value), "maximum": MOST_CHARACTERS})
        return
    try:
        if type_of(end).parse(value, unlimited(end)) is None:
            yield Finding("filter-value-missing", place)
    except ValueProblem as problem:
        yield Finding(problem.code, place, problem.arguments)
