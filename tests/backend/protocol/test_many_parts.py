"""Lists and dictionaries have a most, and what is longer is refused before its parts are looked at."""

from __future__ import annotations

from typing import Any

import pytest
from marshmallow import ValidationError, fields, validate

from backend.protocol.changes import CreateAct
from backend.protocol.designs import OpenedRecords
from backend.protocol.shape import Shape


class Counted(fields.String):
    """A field that counts how often it is looked at."""

    looks = 0

    def _deserialize(self, *arguments: Any, **more: Any) -> Any:
        type(self).looks += 1
        return super()._deserialize(*arguments, **more)


class Lists(Shape):
    """All kinds of lists."""

    short = fields.List(Counted(), validate=validate.Length(min=1, max=3))
    plain = fields.List(Counted())
    named = fields.Dict(keys=Counted(), values=fields.Raw())
    nested = fields.List(fields.List(Counted(), validate=validate.Length(max=2)))


TOO_MANY: list[tuple[str, Any]] = [
    ("short", ["x"] * 4),
    ("short", []),
    ("plain", ["x"] * 10_001),
    ("named", {f"f{number}": 1 for number in range(2001)}),
    ("nested", [["x"] * 3]),
]


@pytest.mark.invariant(34)
@pytest.mark.parametrize(("name", "value"), TOO_MANY)
def test_what_has_too_many_parts_is_refused_without_looking_at_one(name: str, value: Any) -> None:
    Counted.looks = 0

    with pytest.raises(ValidationError) as refused:
        Lists().load({name: value})

    assert list(refused.value.messages_dict) == [name]
    assert Counted.looks == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("short", ["x"] * 3),
        ("plain", ["x"] * 10_000),
        ("named", {f"f{number}": 1 for number in range(2000)}),
        ("nested", [["x"] * 2] * 3),
    ],
)
def test_what_has_as_many_parts_as_may_be_is_taken(name: str, value: Any) -> None:
    for _ in range(3):
        assert Lists().load({name: value}) == {name: value}


def test_a_list_of_another_kind_is_refused_as_such() -> None:
    with pytest.raises(ValidationError) as refused:
        Lists().load({"short": {"a": 1}, "plain": "text", "named": [1]})

    assert set(refused.value.messages_dict) == {"short", "plain", "named"}


@pytest.mark.parametrize(
    ("shape", "name", "value"),
    [
        (OpenedRecords, "records", [{"entity": 1}] * 51),
        (CreateAct, "values", {f"f{number}": 1 for number in range(2001)}),
    ],
)
def test_messages_say_that_there_is_too_much_and_not_what_is_wrong_with_each(
    shape: type[Shape], name: str, value: Any
) -> None:
    with pytest.raises(ValidationError) as refused:
        shape().load({name: value}, partial=True)

    assert "Longer than maximum length" in str(refused.value.messages_dict[name]) or (
        "between" in str(refused.value.messages_dict[name])
    )
