"""Rows that the database writes as text say what the field types say, value for value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import orjson
import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from backend.database import Database
from backend.fields.currencies import CURRENCY_SCALES
from backend.fields.definition import Field
from backend.fields.registry import read as read_value
from backend.metadata.built_in import BUILT_IN
from backend.metadata.model import Model
from backend.records import read
from backend.records.json_rows import row_text
from backend.records.layout import Layout, layout_of
from backend.records.models import record, record_share
from backend.records.rows import Writer, reader, writer
from backend.records.tables import migrate
from tests.backend.records.office import (
    NOW,
    choices,
    entity,
    field,
    model_document,
    new_id,
    rights_of,
    user,
)

PICTURE = {
    "blob": "0191c8a0-0000-7000-8000-00000000abcd", "name": 'a "photo": {1}, [2]\\ 100%.jpg',
    "type": "image/jpeg", "size": 12345, "sha256": "ab" * 32, "width": 640, "height": 480,
}  # fmt: skip
FILE = {
    "blob": "0191c8a0-0000-7000-8000-00000000abc0", "name": "åäö \"x\".tar.gz",
    "type": "application/gzip", "size": 7, "sha256": "cd" * 32,
}  # fmt: skip
TEXTS = [
    "plain",
    'quotes " and \\ back \\" slashes / <tags> &amp;',
    "tab\there, \u2028 line, \x7f delete, \u0085 next",
    "åäö ÅÄÖ ß İ 汉字 👩‍👩‍👧 e\u0301",
    '\',"name":null}] %s %d %% :bound ? $1 {0} ||',
    "row \x1e and column \x1f, \x01",
    "null",
    "0123",
]
FIELDS = [
    field("name"),
    field("notes", "multi_line", maxLength=10_000),
    field("number", "auto_number", prefix="N-"),
    field("phone", "phone"),
    field("mail", "email"),
    field("page", "link"),
    field("kind", "choice", choices=choices("one", "two")),
    field("kinds", "choice", several=True, choices=choices("one", "two", "three")),
    field("count", "integer"),
    field("large", "big_integer"),
    field("code", "barcode"),
    field("yes", "yes_no"),
    field("whole", "decimal", scale=0),
    field("rate", "decimal", scale=2),
    field("fine", "decimal", scale=10),
    field("price", "money"),
    field("day", "date"),
    field("moment", "date_time"),
    field("other", "lookup", target="thing"),
    field("place", "position"),
    field("manual", "file", several=True),
    field("signed", "signature"),
    field("picture", "image"),
    field("pictures", "image", several=True),
]
VALUES: dict[str, Sequence[Any]] = {
    "name": TEXTS,
    "notes": ["line\nline\r\n\tand more", "x" * 5000, *TEXTS],
    "number": ["N-000001", "N-\"'%"],
    "phone": ["+46 8 123 45 67"],
    "mail": ["a.b@example.com"],
    "page": ["https://example.com/a?b=c%20d&e=:f#g"],
    "kind": ["one", "two"],
    "kinds": [["one"], ["one", "three", "two"]],
    "count": [0, -1, 2**53 - 1, -(2**53 - 1), 42],
    "large": ["0", "-1", "9007199254740993", "9223372036854775807", "-9223372036854775808"],
    "code": ["4006381333931", '(01)0400"6381\\333931\x1d21'],
    "yes": [True, False],
    "whole": ["0", "-7", "999999999999999999", "-999999999999999999"],
    "rate": ["0.00", "-0.01", "0.10", "-12.50", "9999999999999999.99", "-9999999999999999.99"],
    "fine": ["0.0000000001", "-0.0000000001", "99999999.9999999999", "1", "-1"],
    "price": [
        *({"amount": "-0", "currency": code} for code in sorted(CURRENCY_SCALES)),
        *({"amount": "1234", "currency": code} for code in sorted(CURRENCY_SCALES)),
        {"amount": "-0.01", "currency": "EUR"},
        {"amount": "99999999999999.99", "currency": "SEK"},
        {"amount": "-0.005", "currency": "KWD"},
        {"amount": "-5", "currency": "JPY"},
    ],
    "day": ["0001-01-01", "9999-12-31", "2024-02-29"],
    "moment": ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z", "2026-11-22T01:02:03.040Z"],
    "other": ["0191c8a0-0000-7000-8000-0000000000ff"],
    "manual": [[{**FILE, "name": "a.pdf"}], [FILE, {**FILE, "blob": "0191c8a0-0000-7000-8000-00000000abc1"}]],
    "signed": [{**PICTURE, "type": "image/png"}],
    "place": [
        {"lat": 59.3293235, "lon": 18.0685808, "accuracy": 12.3, "at": "2026-11-22T10:00:00.123Z"},
        {"lat": -90, "lon": 0.0000001},
        {"lat": 0, "lon": -179.9999999, "accuracy": 0},
    ],
    "picture": [PICTURE, {**PICTURE, "name": "åäö 👍.jpg"}],
    "pictures": [[PICTURE], [PICTURE, {**PICTURE, "blob": "0191c8a0-0000-7000-8000-00000000abce"}]],
}


class Things:
    """A table with every type of field, and records with every value of :data:`VALUES`."""

    names: ClassVar[frozenset[str]] = frozenset(one["id"] for one in FIELDS)

    def __init__(self, database: Database, *more: dict[str, Any]) -> None:
        self.database = database
        thing = entity("thing", *FIELDS, *more, ownership="person")
        empty = entity("nothing", field("name"))
        self.model = Model.of(model_document(*BUILT_IN, thing, empty))
        self.owner = new_id()
        self.ids: list[str] = []
        database.write(lambda session: migrate(session, None, self.model))
        self.dialect = database.read(lambda session: session.connection().dialect.name)

    @property
    def layout(self) -> Layout:
        return layout_of(self.model, "thing")

    def fill(self) -> Things:
        longest = max(map(len, VALUES.values()))
        rows: list[dict[str, Any]] = [{}]
        rows += [{name: some[at % len(some)] for name, some in VALUES.items()} for at in range(longest)]
        rows += [{name: some[0]} for name, some in VALUES.items()]
        self.database.write(lambda session: [self.add(session, row) for row in rows])
        return self

    def add(self, session: Session, wire: dict[str, Any], entity_: str = "thing") -> str:
        layout, id_ = layout_of(self.model, entity_), new_id()
        definitions = {name: Field.of(layout.entity.fields[name]) for name in wire}
        # Texts as they are: older rules may have let in what is refused today.
        typed = {
            name: value if name in ("name", "notes", "number") else read_value(value, definitions[name])
            for name, value in wire.items()
        }
        session.execute(insert(layout.table), layout.row(id_, typed))
        at = len(self.ids) + 1
        session.execute(
            insert(record),
            {
                "entity": entity_, "id": id_, "rid": at, "version": at, "seq": at, "value_seq": at,
                "gone": False, "field_versions": {}, "owner": self.owner if layout.entity.owned else None,
                "created_at": NOW, "modified_at": NOW,
            },
        )  # fmt: skip
        self.ids.append(id_)
        return id_

    def both(self, names: frozenset[str]) -> tuple[list[Any], list[Any]]:
        """Return rows as the database writes them, and as the field types do."""
        made = writer(self.layout, names, (), self.dialect)
        texts = self.database.read(lambda session: made.rows(session, self.ids))
        values = self.database.read(lambda session: reader(self.layout, names).rows(session, self.ids))
        found = {row.id: orjson.loads(row.text) for row in texts}
        return [found[id_] for id_ in self.ids], orjson.loads(
            orjson.dumps(sorted(values, key=lambda row: self.ids.index(row[0])))
        )


@pytest.fixture
def things(database: Database) -> Things:
    return Things(database).fill()


def test_every_value_of_every_type_is_written_as_its_type_writes_it(things: Things) -> None:
    assert row_text(things.layout, things.names, things.dialect) is not None

    texts, values = things.both(things.names)

    assert texts == values
    assert texts[0][2] == {"owner": things.owner}
    assert len(texts) == len(things.ids)


@pytest.mark.parametrize("names", [frozenset(), frozenset({"price"}), frozenset({"name", "day", "yes"})])
def test_only_the_fields_that_are_wanted_are_written(things: Things, names: frozenset[str]) -> None:
    texts, values = things.both(names)

    assert texts == values
    assert {name for row in texts for name in row[2]} == names | {"owner"}


def test_a_record_without_any_value_is_an_empty_object(database: Database) -> None:
    things = Things(database)
    id_ = database.write(lambda session: things.add(session, {}, "nothing"))
    layout = layout_of(things.model, "nothing")

    (row,) = database.read(
        lambda session: writer(layout, {"name"}, (), things.dialect).rows(session, things.ids)
    )

    assert row.text == f'["{id_}",1,{{}}]'.encode()
    assert orjson.loads(row.with_value("shared", ["read"]).text) == [id_, 1, {"shared": ["read"]}]


def test_more_fields_than_a_function_takes_arguments_are_written_all(database: Database) -> None:
    many = [field(f"extra_{at}", "integer") for at in range(200)]
    things = Things(database, *many)
    wire = {one["id"]: at for at, one in enumerate(many)}
    database.write(lambda session: things.add(session, wire))

    ((_, _, found),), _ = things.both(frozenset(wire))

    assert found == {**wire, "owner": things.owner}


def test_a_type_without_an_expression_is_written_value_by_value(
    things: Things, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = things.both(things.names)[1]
    monkeypatch.setattr("backend.records.rows.row_text", lambda *_: None)
    slow = Writer(things.layout, things.names, ("other",), things.dialect)

    rows = things.database.read(lambda session: slow.rows(session, things.ids))

    found = {row.id: orjson.loads(row.text) for row in rows}
    assert [found[id_] for id_ in things.ids] == written
    assert {row.points for row in rows} == {(None,), (VALUES["other"][0],)}


def test_references_stand_beside_the_text_and_those_of_hidden_fields_do_not(things: Things) -> None:
    open_, hidden = (
        writer(things.layout, names, ("other",), things.dialect) for names in (things.names, frozenset[str]())
    )

    shown, kept_back = (
        things.database.read(lambda session, made=made: made.rows(session, things.ids))
        for made in (open_, hidden)
    )

    assert {row.points for row in shown} == {(None,), (VALUES["other"][0],)}
    assert {row.points for row in kept_back} == {(None,)}


@pytest.mark.invariant(14)
def test_rows_as_text_equal_rows_as_values_for_a_person_with_hidden_fields_and_shares(things: Things) -> None:
    bob = user("Bob", entities=(), special={"thing": rights_of("read", hidden="price notes")})
    shared = {"entity": "thing", "record": things.ids[0], "grantee": bob.person, "may": ["read", "edit"]}
    things.database.write(
        lambda session: session.execute(insert(record_share), {**shared, "by": things.owner, "at": NOW})
    )

    def rows(session: Session) -> tuple[Any, Any]:
        asked = (session, things.model, "thing", things.ids)
        return read.texts_for(*asked, user=bob), read.rows_for(*asked, user=bob)

    texts, values = things.database.read(rows)

    expected = {row[0]: list(row) for row in orjson.loads(orjson.dumps(values))}
    assert {id_: orjson.loads(row.text) for id_, row in texts.items()} == expected
    assert orjson.loads(texts[things.ids[0]].text)[2]["shared"] == ["read", "edit"]
    assert b"price" not in b"".join(row.text for row in texts.values())
