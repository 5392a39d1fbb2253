"""The checks of the model: each defect of an entity or a field is found at its place."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from backend.metadata.checks import model_findings
from backend.metadata.documents import whole
from backend.protocol.model import Model as ModelShape
from tests.backend.metadata.builders import Document, found_by, model


def changed(change: Callable[[Document], None]) -> Document:
    document = copy.deepcopy(model())
    change({one["id"]: one for one in document["entities"]}["order"])
    return document


def in_field(name: str, **more: Any) -> Callable[[Document], None]:
    def change(order: Document) -> None:
        next(one for one in order["fields"] if one["id"] == name).update(more)

    return change


MODEL_DEFECTS: list[tuple[str, Callable[[Document], None], str, str]] = [
    ("title gone", lambda order: order.update(title="gone"), "missing-field", "entities/order/title"),
    ("title is an image", lambda order: order.update(title="photo"), "title-type", "entities/order/title"),
    (
        "lookup to nowhere",
        in_field("customer", target="gone"),
        "missing-entity",
        "entities/order/fields/customer/target",
    ),
    (
        "lookup without target",
        in_field("customer", target=None),
        "lookup-without-target",
        "entities/order/fields/customer/target",
    ),
    (
        "no choices",
        in_field("status", choices=[], default=None),
        "no-choices",
        "entities/order/fields/status/choices",
    ),
    (
        "default is no choice",
        in_field("status", default="gone"),
        "missing-choice",
        "entities/order/fields/status/default",
    ),
    (
        "default is no date",
        in_field("placed", default="soon"),
        "value",
        "entities/order/fields/placed/default",
    ),
    ("bound is no date", in_field("placed", minimum="soon"), "value", "entities/order/fields/placed/minimum"),
    ("unique image", in_field("photo", unique=True), "not-unique", "entities/order/fields/photo/unique"),
    ("several", in_field("remark", several=True), "several", "entities/order/fields/remark/several"),
    (
        "field twice",
        lambda order: order["fields"].append(order["fields"][4]),
        "id-twice",
        "entities/order/fields/placed",
    ),
    ("no label", in_field("placed", label={}), "no-label", "entities/order/fields/placed/label"),
]


@pytest.mark.parametrize(
    ("change", "code", "place"), [case[1:] for case in MODEL_DEFECTS], ids=[case[0] for case in MODEL_DEFECTS]
)
def test_a_defect_of_the_model_is_found_at_its_place(
    change: Callable[[Document], None], code: str, place: str
) -> None:
    found = found_by(model_findings(changed(change)))

    assert (code, place) in found


def test_what_the_product_brings_cannot_be_changed_away() -> None:
    document = copy.deepcopy(model())
    person = document["entities"][0]
    person["fields"] = [one for one in person["fields"] if one["id"] != "manager"]
    document["entities"] = [one for one in document["entities"] if one["id"] != "team"]

    found = found_by(model_findings(document))

    assert ("built-in", "entities/person/fields/manager") in found
    assert ("built-in", "entities/team") in found


def test_only_the_product_has_built_in_entities() -> None:
    found = found_by(model_findings(changed(lambda order: order.update(builtIn=True))))

    assert found == {("built-in", "entities/order/builtIn")}


def test_what_records_hold_may_not_change_its_type() -> None:
    retyped = changed(in_field("placed", type="image"))

    found = found_by(model_findings(retyped, published=model()))

    assert found == {("type-change", "entities/order/fields/placed/type")}


@pytest.mark.feature("MET-04")
def test_what_records_hold_may_become_what_a_converter_makes_of_it() -> None:
    retyped = changed(in_field("placed", type="date_time"))
    spelled = changed(in_field("status", type="text", choices=[], default=None))

    assert not found_by(model_findings(retyped, published=model()))
    assert not found_by(model_findings(spelled, published=model()))


def test_a_published_choice_is_retired_and_not_removed() -> None:
    fewer = changed(in_field("status", choices=[{"id": "open", "label": {"en": "Open"}, "retired": False}]))

    found = found_by(model_findings(whole(ModelShape, fewer), published=model()))

    assert found == {("choice-removed", "entities/order/fields/status/choices/done")}
