"""Fields that hold several values: which may, and what they cannot be besides."""

from __future__ import annotations

from typing import Any

import pytest

from backend.metadata.built_in import BUILT_IN
from backend.metadata.documents import whole
from backend.metadata.model_checks import model_findings
from backend.protocol.model import Model as ModelShape
from tests.backend.metadata.builders import entity, field

WEATHER = {"choices": [{"id": "rain", "label": {"en": "Rain"}}, {"id": "sun", "label": {"en": "Sun"}}]}


def found(title: str = "name", **settings: Any) -> set[tuple[str, str]]:
    """Return what is wrong with a field that holds several values."""
    several = field("it", settings.pop("type"), several=True, **settings)
    sky = {**entity("sky", field("name"), several), "title": title}
    document = whole(ModelShape, {"version": 1, "entities": [*BUILT_IN, sky]})
    return {(one.code.removeprefix("design-"), one.path[-1]) for one in model_findings(document)}


@pytest.mark.feature("DSG-19")
@pytest.mark.feature("DSG-16")
@pytest.mark.parametrize(
    "settings",
    [
        {"type": "choice", **WEATHER},
        {"type": "lookup", "target": "person"},
        {"type": "lookup", "target": "sky", "policy": "union"},
        {"type": "image"},
        {"type": "file"},
    ],
)
def test_choices_lookups_pictures_and_files_may_be_several(settings: dict[str, Any]) -> None:
    assert found(**settings) == set()


@pytest.mark.parametrize("type_", ["text", "integer", "yes_no", "signature", "position", "auto_number"])
def test_other_types_hold_one_value(type_: str) -> None:
    assert ("several", "several") in found(type=type_)


@pytest.mark.parametrize(
    ("settings", "code", "at"),
    [
        ({"unique": True}, "not-unique", "unique"),
        ({"title": "it"}, "title-type", "title"),
        ({"default": "rain"}, "value", "default"),
        ({"default": ["hail"]}, "value", "default"),
        ({"policy": "append"}, "policy-type", "policy"),
        ({"policy": "union", "group": "both"}, "policy-of-group", "policy"),
    ],
)
def test_what_several_values_cannot_be_is_said_at_its_place(
    settings: dict[str, Any], code: str, at: str
) -> None:
    assert found(type="choice", **WEATHER, **settings) == {(code, at)}


@pytest.mark.feature("DSG-16")
@pytest.mark.parametrize(
    ("settings", "code", "at"),
    [
        ({"unique": True}, "not-unique", "unique"),
        ({"title": "it"}, "title-type", "title"),
        ({"default": ["0192f5c8-6f0a-7c3e-9d2b-3c1f0a9b8e7d"]}, "value", "default"),
        ({"policy": "append"}, "policy-type", "policy"),
    ],
)
def test_what_several_lookups_cannot_be_is_said_at_its_place(
    settings: dict[str, Any], code: str, at: str
) -> None:
    assert found(type="lookup", target="person", **settings) == {(code, at)}


@pytest.mark.parametrize("settings", [{"default": ["rain"]}, {"policy": "union"}, {"required": True}])
def test_what_several_choices_may_be(settings: dict[str, Any]) -> None:
    assert found(type="choice", **WEATHER, **settings) == set()
