"""Steps between versions of the model, and values lifted over any number of them."""

from __future__ import annotations

import copy
import datetime as dt
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from backend.fields.problems import ValueProblem
from backend.metadata.lifting import Lift, Lifted, lift_of, lift_through
from backend.metadata.versions import columns_after, is_breaking, only_words, steps_between, urgency_of
from tests.backend.metadata.builders import CUSTOMER, ORDER, Document, entity, field, model, workspace

STATES = [{"id": "open", "label": {"en": "Open"}}, {"id": "done", "label": {"en": "Done"}}]


def changed(name: str, **more: Any) -> Document:
    """The model with one field of the order otherwise."""
    document = copy.deepcopy(model())
    orders = next(one for one in document["entities"] if one["id"] == "order")
    next(one for one in orders["fields"] if one["id"] == name).update(more)
    return document


def steps(before: Document, after: Document) -> list[tuple[Any, ...]]:
    return [
        tuple(step[key] for key in ("do", "entity", "field", "choice") if key in step)
        for step in steps_between(before, after)
    ]


@pytest.mark.feature("MET-04")
@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (model(), []),
        (changed("remark", label={"en": "Note"}), [("rename", "order", "remark")]),
        (changed("remark", type="text"), [("retype", "order", "remark")]),
        (changed("remark", required=True), [("require", "order", "remark")]),
        (changed("customer", required=False), [("adjust", "order", "customer")]),
        (changed("remark", maxLength=50), [("adjust", "order", "remark")]),
        (model(CUSTOMER), [("drop", "order")]),
        (model(CUSTOMER, ORDER, entity("visit", field("day"))), [("add", "visit")]),
        (
            model(CUSTOMER, {**ORDER, "fields": ORDER["fields"][:-1]}),
            [("drop", "order", "photo")],
        ),
        (
            model(CUSTOMER, {**ORDER, "fields": [*ORDER["fields"], field("paid", required=True)]}),
            [("add", "order", "paid"), ("require", "order", "paid")],
        ),
        (
            changed("status", choices=[{**ORDER["fields"][2]["choices"][0], "retired": True},
                                       ORDER["fields"][2]["choices"][1],
                                       {"id": "lost", "label": {"en": "Lost"}}]),
            [("retire", "order", "status", "open"), ("add", "order", "status", "lost")],
        ),
    ],
)  # fmt: skip
def test_steps_are_found_by_ids(after: Document, expected: list[tuple[Any, ...]]) -> None:
    assert steps(model(), after) == expected


@pytest.mark.feature("MET-04")
@pytest.mark.parametrize(
    ("after", "urgency", "breaking"),
    [
        (changed("remark", label={"en": "Note"}), "silent", False),
        (changed("remark", indexed=True), "silent", False),
        (model(CUSTOMER, ORDER, entity("visit", field("day"))), "soft", False),
        (changed("remark", type="text"), "soft", True),
        (changed("remark", required=True), "soft", True),
        (model(CUSTOMER), "soft", True),
    ],
)
def test_how_loud_a_version_is_follows_from_its_steps(after: Document, urgency: str, breaking: bool) -> None:
    found = steps_between(model(), after)

    assert (urgency_of(found, None), is_breaking(found)) == (urgency, breaking)
    assert urgency_of(found, "hard") == "hard"
    assert urgency_of(found, "silent") == ("soft" if breaking else "silent")


@pytest.mark.feature("MET-04")
def test_a_workspace_in_other_words_needs_no_prompt_and_another_page_does() -> None:
    before = workspace()
    named, shown = copy.deepcopy(before), copy.deepcopy(before)
    named["pages"][0]["title"] = {"en": "All of them"}
    shown["pages"][0]["blocks"][0]["title"] = "remark"

    found = [urgency_of([], None, words=only_words(before, after)) for after in (named, shown)]

    assert found == ["silent", "soft"]
    assert not only_words(None, before)


def test_a_field_that_is_retyped_again_gets_columns_that_nothing_has_used() -> None:
    one, two = changed("remark", type="text"), changed("remark", type="decimal", scale=3)
    first = columns_after({}, steps_between(model(), one))
    second = columns_after(first, steps_between(one, two))
    third = columns_after(second, steps_between(two, one))

    ends = [columns["order"]["remark"] for columns in (first, second, third)]

    assert ends == ["$2_text", "$3_decimal_3", "$4_text"]
    assert columns_after(third, []) == third


# One field's fate through a chain of versions: each the field as the model has it, None where it is gone.
KINDS: list[dict[str, Any]] = [
    {"type": "text"},
    {"type": "multi_line"},
    {"type": "integer"},
    {"type": "decimal", "scale": 1},
    {"type": "decimal", "scale": 3},
    {"type": "choice", "choices": STATES},
    {"type": "yes_no"},
    {"type": "date"},
    {"type": "date_time"},
    {"type": "money", "currency": "EUR"},
]
VALUES: dict[str, list[Any]] = {
    "text": ["12", "12.5", "Open", "yes", "2026-11-22", "words"],
    "multi_line": ["12", "two\nlines", "no"],
    "integer": [0, 1, -40],
    "decimal": ["1.0", "12.5"],
    "choice": ["open", "done"],
    "yes_no": [True, False],
    "date": ["2026-11-22"],
    "date_time": ["2026-11-22T23:30:00.000Z"],
    "money": [{"amount": "12.00", "currency": "EUR"}],
}
versions = some.lists(some.sampled_from(KINDS), min_size=2, max_size=8)


def chain(kinds: list[dict[str, Any]], *, dropped: bool) -> list[list[Document]]:
    """Return the steps of every version: the field retyped through the kinds, and gone in the end."""
    documents = [
        model(entity("visit", field("day"), field("x", **{"kind": one["type"], **_of(one)}))) for one in kinds
    ]
    if dropped:
        documents.append(model(entity("visit", field("day"))))
    return [steps_between(*pair) for pair in pairwise(documents)]


def _of(kind: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in kind.items() if key != "type"}


@pytest.mark.feature("MET-04")
@pytest.mark.invariant(26)
@settings(max_examples=300, deadline=None)
@given(kinds=versions, dropped=some.booleans(), which=some.integers(0, 5), empty=some.booleans())
def test_lifting_in_one_go_is_lifting_version_by_version(
    kinds: list[dict[str, Any]], dropped: bool, which: int, empty: bool
) -> None:
    of_type = VALUES[kinds[0]["type"]]
    entered = None if empty else of_type[which % len(of_type)]
    through = chain(kinds, dropped=dropped)

    at_once = lift_through(through).value("visit", "x", entered, dt.UTC)

    one_by_one = Lifted(entered)
    for one in through:
        if one_by_one.fate == "kept":
            one_by_one = lift_of(one).value("visit", "x", one_by_one.value, dt.UTC)
        elif lift_of(one).value("visit", "x", None, dt.UTC).fate == "dropped":
            one_by_one = Lifted(entered, "dropped")
    assert at_once.fate == one_by_one.fate
    assert at_once.value == (one_by_one.value if at_once.fate == "kept" else entered)


@pytest.mark.parametrize("cut", range(1, 7))
def test_lifts_put_one_after_the_other_are_one_lift(cut: int) -> None:
    through = chain([KINDS[0], KINDS[2], KINDS[3], KINDS[4], KINDS[0], KINDS[2], KINDS[9]], dropped=False)

    halves = lift_through(through[:cut]).then(lift_through(through[cut:]))

    for value in ("12", "words", "007"):
        assert halves.value("visit", "x", value, dt.UTC) == lift_through(through).value(
            "visit", "x", value, dt.UTC
        )


def test_a_value_that_never_was_one_is_not_lifted() -> None:
    lift = lift_through(chain([KINDS[2], KINDS[0]], dropped=False))

    with pytest.raises(ValueProblem):
        lift.value("visit", "x", {"no": "number"}, dt.UTC)


def test_what_no_version_touches_stays_as_it_is() -> None:
    odd = object()

    assert Lift().value("visit", "x", odd, dt.UTC) == Lifted(odd)
    assert not Lift().touches("visit")
