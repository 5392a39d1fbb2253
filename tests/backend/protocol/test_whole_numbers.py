"""Whole numbers are numbers and whole, in every shape there is: no text, no decimals, no truth."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from marshmallow import Schema, ValidationError, fields

from backend.accounts.people_api import PeopleQuery
from backend.protocol import blocks, changes, designs, messages, metadata, model, rest, workspaces  # noqa: F401, shapes come with them
from backend.protocol.messages import PUSHED, REPLIES, REQUESTS
from backend.protocol.shape import QueryShape, Shape
from backend.records.api.shapes import ListQuery

NO_NUMBERS: list[Any] = [
    "12",
    "",
    " 1",
    "1e3",
    12.0,
    0.0,
    1.5,
    -0.0,
    True,
    False,
    [1],
    {"n": 1},
    2**53,
    -(2**60),
]
NUMBERS = [1, 5, 2, 100]
VECTORS = Path(__file__).resolve().parents[2] / "vectors" / "messages"
OPAQUE = {"values", "value", "old", "mine", "theirs", "condition", "arguments", "newer"}
"""Keys of what shapes do not look into: values of records, conditions, words for sentences, unknown ones."""


def shapes(above: type[Schema] = Shape) -> Iterator[type[Schema]]:
    for one in above.__subclasses__():
        if not issubclass(one, QueryShape):
            yield one
            yield from shapes(one)


def parts(field: fields.Field[Any]) -> Iterator[fields.Field[Any]]:
    yield field
    inner = [getattr(field, name, None) for name in ("inner", "key_field", "value_field")]
    for one in (*inner, *getattr(field, "tuple_fields", ())):
        if isinstance(one, fields.Field):
            yield from parts(one)


def whole_numbers() -> list[Any]:
    return [
        pytest.param(part, id=f"{shape.__name__}.{name}")
        for shape in sorted(set(shapes()), key=lambda one: (one.__module__, one.__name__))
        for name, field in shape().load_fields.items()
        for part in parts(field)
        if isinstance(part, fields.Integer)
    ]


@pytest.mark.parametrize("field", whole_numbers())
def test_a_whole_number_takes_nothing_else(field: fields.Integer) -> None:
    for wrong in NO_NUMBERS:
        with pytest.raises(ValidationError):
            field.deserialize(wrong)
    assert any(taken(field, number) for number in NUMBERS)


def taken(field: fields.Integer, number: int) -> bool:
    try:
        return field.deserialize(number) == number
    except ValidationError:
        return False


def test_there_are_many_of_them_and_those_inside_of_rows_too() -> None:
    names = {str(one.id) for one in whole_numbers()}

    assert len(names) > 60
    assert {
        "Push.id",
        "Edit.base",
        "Rows.rows",
        "Put.rows",
        "Profile.keep_days",
        "EntityCount.count",
    } <= names


def numbers_in(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Give the places of numbers in a message, but for those in what shapes do not look into."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key not in OPAQUE and not (key == "base" and isinstance(value, dict)):
                yield from numbers_in(value, (*path, key))
    elif isinstance(node, list):
        row = len(path) > 1 and path[-2] == "rows"
        for number, value in enumerate(node[:2] if row else node):
            yield from numbers_in(value, (*path, number))
    elif isinstance(node, int) and not isinstance(node, bool):
        yield path


def with_another(message: Any, path: tuple[Any, ...], make: Any) -> Any:
    changed = copy.deepcopy(message)
    holder = changed
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = make(holder[path[-1]])
    return changed


EXAMPLES = [
    (file["type"], path, message)
    for file in (json.loads(one.read_text()) for one in sorted(VECTORS.glob("*.json")))
    for message in file["good"]
    for path in numbers_in(message)
]


@pytest.mark.parametrize(
    ("name", "path", "message"),
    EXAMPLES,
    ids=[f"{name}: {'.'.join(map(str, path))}" for name, path, _ in EXAMPLES],
)
def test_a_message_with_a_number_written_otherwise_is_refused(
    name: str, path: tuple[Any, ...], message: dict[str, Any]
) -> None:
    shape = {**REQUESTS, **REPLIES, **PUSHED}[name]()
    shape.load(message)

    for make in (str, float, bool, lambda number: [number]):
        with pytest.raises(ValidationError):
            shape.load(with_another(message, path, make))


@pytest.mark.parametrize("query", [ListQuery, PeopleQuery])
def test_what_stands_behind_the_question_mark_of_an_address_is_text(query: type[Schema]) -> None:
    assert query().load({"limit": "20"})["limit"] == 20
    for wrong in ("", "1.5", "many", "0", "-3", "9" * 30):
        with pytest.raises(ValidationError):
            query().load({"limit": wrong})
