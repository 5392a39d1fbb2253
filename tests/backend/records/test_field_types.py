"""Every field type through the office: written by a change, kept in columns, read back, filtered, refused."""

from __future__ import annotations

from typing import Any

import pytest

from backend.database import Database
from backend.errors import Invalid
from backend.fields.registry import FIELD_TYPES
from backend.metadata.built_in import BUILT_IN
from backend.records.models import blob_use
from backend.records.tables import migrate
from tests.backend.records.office import (
    Office,
    change,
    choices,
    create,
    edits,
    entity,
    field,
    metadata_of,
    new_id,
    user,
)

SEVERAL = choices("rain", "sun", "wind")
THING = entity(
    "thing",
    field("name"),
    field("multi_line", "multi_line"),
    field("integer", "integer"),
    field("big_integer", "big_integer", minimum="-9223372036854775808"),
    field("serial", "big_integer", unique=True),
    field("decimal", "decimal", scale=2),
    field("money", "money"),
    field("yes_no", "yes_no"),
    field("date", "date"),
    field("date_time", "date_time"),
    field("choice", "choice", choices=choices("open", "done")),
    field("weather", "choice", choices=SEVERAL, several=True, policy="union"),
    field("lookup", "lookup", target="thing"),
    field("lookups", "lookup", target="thing", several=True),
    field("phone", "phone"),
    field("email", "email"),
    field("link", "link"),
    field("barcode", "barcode", unique=True),
    field("auto_number", "auto_number", prefix="T-", digits=3),
    field("label", "auto_number", manual=True, unique=True),
    field("image", "image"),
    field("images", "image", several=True),
    field("file", "file"),
    field("files", "file", several=True),
    field("signature", "signature"),
    field("position", "position"),
    ownership="organisation",
)
FILE = {"name": "manual.pdf", "type": "application/pdf", "size": 7, "sha256": "ab" * 32}
PICTURE = {**FILE, "name": "photo.jpg", "type": "image/jpeg"}
SIGNATURE = {**FILE, "name": "Ana.png", "type": "image/png", "width": 900, "height": 300}
VALUES: dict[str, Any] = {
    "name": "Drill",
    "multi_line": "One\nTwo",
    "integer": -7,
    "big_integer": "-9223372036854775808",
    "decimal": "12.50",
    "money": {"amount": "12.50", "currency": "EUR"},
    "yes_no": False,
    "date": "2026-11-22",
    "date_time": "2026-11-22T10:00:00.123Z",
    "choice": "open",
    "weather": ["rain", "wind"],
    "phone": "+46 70 123 45 67",
    "email": "ana@example.com",
    "link": "https://example.com/",
    "barcode": "4006381333931",
    "label": "A-17",
    "image": {"blob": new_id(), **PICTURE},
    "images": [{"blob": new_id(), **PICTURE}, {"blob": new_id(), **PICTURE}],
    "file": {"blob": new_id(), **FILE},
    "files": [{"blob": new_id(), **FILE}, {"blob": new_id(), **FILE}],
    "signature": {"blob": new_id(), **SIGNATURE},
    "position": {"lat": 59.3293235, "lon": 18.0685808, "accuracy": 12.3, "at": "2026-11-22T10:00:00.000Z"},
}


class Things(Office):
    """An office whose things have a field of every type."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.metadata = metadata_of(*BUILT_IN, THING)
        self.ann = user(entities=("person", "thing"))
        self.write(lambda session: migrate(session, None, self.metadata.model))
        self.hire(self.ann)

    def found(self, op: str, path: str, value: Any = None) -> set[str]:
        condition = {"op": op, "path": path, **({} if value is None else {"value": value})}
        return {row["id"] for row in self.page("thing", filter=condition)["records"]}


@pytest.fixture
def things(database: Database) -> Things:
    """A published model on a fresh database."""
    return Things(database)


def test_the_things_have_a_field_of_every_type() -> None:
    assert {one["type"] for one in THING["fields"]} == FIELD_TYPES.keys()


@pytest.mark.feature("DSG-19", "L22")
def test_every_type_comes_back_as_it_was_written(things: Things) -> None:
    parent = things.make("thing", name="Parent")

    pointing = {"lookup": parent, "lookups": [parent]}

    thing = things.make("thing", **VALUES, **pointing)

    assert things.values("thing", thing) == {**VALUES, **pointing, "auto_number": "T-002"}


@pytest.mark.feature("DSG-19")
@pytest.mark.parametrize("name", [name for name in VALUES if name != "name"])
def test_every_type_is_filled_and_emptied_by_an_edit(things: Things, name: str) -> None:
    thing = things.make("thing", name="Drill")

    filled = things.apply(change(edits("thing", thing, 1, **{name: (None, VALUES[name])})))
    values = things.values("thing", thing)
    emptied = things.apply(change(edits("thing", thing, 2, **{name: (VALUES[name], None)})))

    assert (filled["status"], values[name]) == ("applied", VALUES[name])
    assert emptied["status"] == "applied"
    assert name not in things.values("thing", thing)


@pytest.mark.feature("L22", "DSG-20")
def test_yes_no_and_not_said_are_three_things(things: Things) -> None:
    yes, no, unsaid = (things.make("thing", name="It", yes_no=said) for said in (True, False, None))

    assert [things.values("thing", one).get("yes_no") for one in (yes, no, unsaid)] == [True, False, None]
    assert things.found("eq", "yes_no", False) == {no}
    assert things.found("null", "yes_no") == {unsaid}


@pytest.mark.feature("DSG-21")
def test_a_manual_number_is_what_people_write_and_no_other_is_given(things: Things) -> None:
    numbered = things.make("thing", name="Drill", label="A-17")
    bare = things.make("thing", name="Saw")

    assert things.values("thing", numbered)["label"] == "A-17"
    assert "label" not in things.values("thing", bare)
    assert [things.values("thing", one)["auto_number"] for one in (numbered, bare)] == ["T-001", "T-002"]
    twin = things.apply(change(create("thing", name="Twin", label="a-17")))
    assert twin["problem"]["code"] == "value-not-unique"


def test_a_number_that_the_server_gives_is_not_people_s_to_write(things: Things) -> None:
    outcome = things.apply(change(create("thing", name="Drill", auto_number="T-999")))

    assert (outcome["status"], outcome["problem"]["code"]) == ("rejected", "field-read-only")


def test_a_choice_of_several_is_found_by_any_of_them(things: Things) -> None:
    wet = things.make("thing", name="Wet", weather=["rain", "wind"])
    dry = things.make("thing", name="Dry", weather=["sun"])
    none = things.make("thing", name="None")

    assert things.found("in", "weather", ["rain", "sun"]) == {wet, dry}
    assert things.found("in", "weather", ["wind"]) == {wet}
    assert things.found("not-in", "weather", ["rain"]) == {dry, none}
    assert things.found("null", "weather") == {none}


@pytest.mark.parametrize(
    ("op", "value"), [("eq", "rain"), ("gt", "rain"), ("like", "rain"), ("in", ["hail"])]
)
def test_what_a_filter_cannot_ask_of_several_choices_is_refused(things: Things, op: str, value: Any) -> None:
    with pytest.raises(Invalid):
        things.found(op, "weather", value)


@pytest.mark.parametrize("name", ["big_integer", "serial"])
def test_large_numbers_are_ordered_as_numbers_unique_ones_too(things: Things, name: str) -> None:
    for number in ("9007199254740993", "9007199254740992", "-5", "10"):
        things.make("thing", name=number, **{name: number})

    found = things.page("thing", sort=name)["records"]

    assert [row["values"]["name"] for row in found] == ["-5", "10", "9007199254740992", "9007199254740993"]
    assert len(things.found("gt", name, "9007199254740992")) == 1


def test_ticks_of_two_people_are_put_together(things: Things) -> None:
    thing = things.make("thing", name="Sky", weather=["rain"])
    things.apply(change(edits("thing", thing, 1, weather=(["rain"], ["rain", "sun"]))))
    bob = things.hire(user("Bob", entities=("person", "thing")))

    outcome = things.apply(change(edits("thing", thing, 1, weather=(["rain"], ["wind"]))), by=bob)

    assert outcome["status"] == "merged"
    assert things.values("thing", thing)["weather"] == ["sun", "wind"]


def test_every_blob_of_a_record_is_noted_as_used(things: Things) -> None:
    thing = things.make("thing", **VALUES)

    uses = things.read(lambda session: session.execute(blob_use.select()).all())

    assert sorted({row.field for row in uses if row.record == thing}) == [
        "file", "files", "image", "images", "signature"
    ]  # fmt: skip
    assert len(uses) == 7


@pytest.mark.parametrize(
    ("name", "wire", "code"),
    [
        ("big_integer", "1" * 30, "value-out-of-range"),
        ("big_integer", 2**60, "value-not-a-number"),
        ("barcode", "1\n2", "value-not-one-line"),
        ("weather", ["rain", "hail"], "value-not-a-choice"),
        ("weather", "rain", "value-not-a-choice"),
        ("choice", ["open"], "value-not-a-choice"),
        ("position", {"lat": 91, "lon": 0}, "value-off-the-earth"),
        ("position", {"lat": 10**400, "lon": 0}, "value-not-a-position"),
        ("signature", {}, "value-not-an-image"),
        ("signature", {"blob": new_id(), **SIGNATURE, "size": 0}, "value-not-an-image"),
        ("file", {"blob": new_id(), **FILE, "size": 0}, "value-file-empty"),
        ("files", {"blob": new_id(), **FILE}, "value-not-a-file"),
        ("link", "javascript:alert(1)", "value-link-scheme"),
        ("link", "data:text/html,x", "value-link-scheme"),
        ("yes_no", "yes", "value-not-yes-or-no"),
        ("yes_no", 1, "value-not-yes-or-no"),
    ],
)
def test_what_is_no_value_is_refused_at_its_field(things: Things, name: str, wire: Any, code: str) -> None:
    outcome = things.apply(change(create("thing", name="It", **{name: wire})))

    assert (outcome["status"], outcome["problem"]["code"]) == ("rejected", code)
    assert outcome["problem"]["field"].endswith(name)
