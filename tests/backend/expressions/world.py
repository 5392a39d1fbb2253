"""Generated records full of awkward values, and the people and moments that filters are asked for.

Everything follows from a seed. Values come from small pools, so that equal, nearly equal and missing
ones meet often; moments lie around the midnights of the contexts' zones.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from typing import Any

from backend.expressions.context import Context
from backend.fields.date_time import DateTime
from backend.fields.definition import Field
from backend.fields.problems import ValueProblem
from backend.fields.registry import canonical
from tests.backend.expressions.memory import Memory
from tests.backend.expressions.vectors import context_of, document

ENTITY = "order"
MISSING = 0.2
Wire = dict[str, Any]

FIELDS: dict[str, list[dict[str, Any]]] = {
    "person": [
        {"id": "name", "type": "text"},
        {"id": "manager", "type": "lookup", "target": "person"},
        {"id": "unit", "type": "lookup", "target": "business_unit"},
        {"id": "language", "type": "choice", "choices": ["en", "sv"]},
    ],
    "team": [{"id": "name", "type": "text"}, {"id": "unit", "type": "lookup", "target": "business_unit"}],
    "business_unit": [
        {"id": "name", "type": "text"},
        {"id": "parent", "type": "lookup", "target": "business_unit"},
    ],
    "customer": [
        {"id": "name", "type": "text"},
        {"id": "contact", "type": "lookup", "target": "person"},
        {"id": "team", "type": "lookup", "target": "team"},
        {"id": "size", "type": "integer"},
        {"id": "credit", "type": "money"},
        {"id": "since", "type": "date"},
        {"id": "seen", "type": "date_time"},
    ],
    "order": [
        {"id": "title", "type": "text"},
        {"id": "notes", "type": "multi_line"},
        {"id": "phone", "type": "phone"},
        {"id": "email", "type": "email"},
        {"id": "link", "type": "link"},
        {"id": "number", "type": "auto_number"},
        {"id": "lines", "type": "integer"},
        {"id": "whole", "type": "decimal", "scale": 0},
        {"id": "total", "type": "decimal", "scale": 2},
        {"id": "rate", "type": "decimal", "scale": 10},
        {"id": "price", "type": "money"},
        {"id": "fee", "type": "money"},
        {"id": "urgent", "type": "yes_no"},
        {"id": "due", "type": "date"},
        {"id": "sent", "type": "date_time"},
        {"id": "seen", "type": "date_time"},
        {"id": "status", "type": "choice", "choices": ["open", "sent", "sv", "en"]},
        {"id": "language", "type": "text"},
        {"id": "customer", "type": "lookup", "target": "customer"},
        {"id": "assignee", "type": "lookup", "target": "person"},
        {"id": "team", "type": "lookup", "target": "team"},
        {"id": "unit", "type": "lookup", "target": "business_unit"},
        {"id": "parent", "type": "lookup", "target": "order"},
        {"id": "photo", "type": "image"},
        {"id": "serial", "type": "big_integer"},
        {"id": "code", "type": "barcode"},
        {"id": "place", "type": "position"},
        {"id": "manual", "type": "file"},
        {"id": "tags", "type": "choice", "several": True, "choices": ["a_b", "axb", "b", "ab", "sv"]},
        {"id": "watchers", "type": "lookup", "target": "person", "several": True},
        {"id": "parts", "type": "lookup", "target": "order", "several": True},
    ],
    "order_line": [
        {"id": "order", "type": "lookup", "target": "order"},
        {"id": "product", "type": "text"},
        {"id": "quantity", "type": "decimal", "scale": 3},
        {"id": "price", "type": "money"},
        {"id": "pieces", "type": "integer"},
        {"id": "day", "type": "date"},
        {"id": "sent", "type": "date_time"},
    ],
}

_WORDS = (
    "Håkan HAKAN ha\u030akan Straße STRASSE strasse ﬁn FIN fin. ｶﾞ ガ か\u3099 x_y x%y x\\y x/y % _ \\ / 100% "
    "' \" -- a'b ? :p %(a)s {} ΣΊΣΥΦΟΣ σίσυφος İstanbul istanbul ıI ẞ ǅ 𐐀 𐐨 𝔘ni uni \uffee \ufb06 👩‍👩‍👧 👩 "
    "☺️ क्षि हिन्दी ไทย 한국어 עִברִית العَرَبِيَّة e\u0301\u0323 \u0301 q\u0307\u0323 A\u200bB zebra Zürich zurich "
    "z aa a A ab sv SV en pt-BR pt-br ½ ① ㎏ \U0001e030а \u0378 ~ \x7f \x01 null"
)
TEXTS = (*_WORDS.split(" "), "a  b", "a b", "a\u00a0b", "a\u3000b")
DIGITS = [
    "0",
    "1",
    "-1",
    "2",
    "5",
    "10",
    "0.1",
    "0.5",
    "-0.5",
    "0.01",
    "-0.01",
    "12.5",
    "99.99",
    "1.005",
    "3",
]
LARGE = [
    "9007199254740991",
    "-9007199254740991",
    "99999999",
    "-99999999",
    "123456789012345678",
    "1000000000000000",
]
SMALL = ["0.0000000001", "-0.0000000001", "0.0000000002", "1.0000000001", "0.9999999999", "0.001", "0.0005"]
NUMBERS = (*DIGITS, *DIGITS, *LARGE, *SMALL)
CURRENCIES = ("EUR", "SEK", "JPY", "KWD")
DAYS = [
    "0001-01-01",
    "9999-12-31",
    "1999-12-31",
    "2000-02-29",
    "2028-02-29",
    "2026-12-31",
    "2027-01-01",
    "2026-02-28",
    "2026-03-01",
    "2026-10-31",
    "2026-11-01",
]
MOMENTS = [
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999Z",
    "2026-02-28T12:00:00Z",
    "2000-02-29T00:00:00.001Z",
]
WHEN = (
    ("Europe/Stockholm", "2026-03-29T00:59:59.999Z"),
    ("Europe/Stockholm", "2026-10-25T12:00:00.000Z"),
    ("America/Santiago", "2026-09-06T12:00:00.000Z"),
    ("America/Havana", "2026-11-01T04:30:00.000Z"),
    ("Africa/Cairo", "2026-04-24T00:00:00.000Z"),
    ("Australia/Lord_Howe", "2026-04-04T15:00:00.000Z"),
    ("Pacific/Kiritimati", "2026-12-31T10:00:00.000Z"),
    ("Asia/Kathmandu", "2026-11-17T18:14:59.999Z"),
    ("America/New_York", "2028-03-01T03:00:00.000Z"),
    ("America/St_Johns", "2026-11-01T02:29:59.999Z"),
    ("Pacific/Chatham", "2026-09-26T14:00:00.000Z"),
    ("UTC", "2026-11-18T00:00:00.000Z"),
)


@dataclass(frozen=True)
class World:
    """Records and contexts, as they travel and as the oracle has them."""

    records: dict[str, dict[str, Wire]]
    asked: list[Wire]
    fields: dict[str, dict[str, Field]]
    memory: Memory
    contexts: list[Context]

    @property
    def setting(self) -> Wire:
        """What the phone's evaluator is told first."""
        return {"entity": ENTITY, "fields": FIELDS, "records": self.records, "contexts": self.asked}


def generate(seed: int, count: int) -> World:
    """Make a world with so many orders."""
    source = random.Random(f"world {seed}")
    ids = _Ids(source)
    units, teams, people = ids.some(7), ids.some(6), ids.some(16)
    asked = [_asked(source, zone, now, people, teams, units) for zone, now in WHEN]
    contexts = [context_of(one) for one in asked]
    customers, orders, lines = ids.some(40), ids.some(count), ids.some(count * 2)
    all_ids = {
        "person": people,
        "team": teams,
        "business_unit": units,
        "customer": customers,
        "order": orders,
    }
    pools = Pools(source, contexts, all_ids)
    records = {
        entity: {id_: _record(pools, entity, people, teams) for id_ in of}
        for entity, of in (*all_ids.items(), ("order_line", lines))
    }
    fields = {entity: {one["id"]: Field.of(document(one)) for one in of} for entity, of in FIELDS.items()}
    return World(records, asked, fields, Memory(fields, records), contexts)


class Pools:
    """Draws wire values for fields."""

    def __init__(self, source: random.Random, contexts: list[Context], ids: dict[str, list[str]]) -> None:
        self.source = source
        self._ids = ids
        self._days = [*DAYS]
        self._moments = [*MOMENTS]
        for context in contexts:
            for days in (-3660, -40, -31, -30, -8, -7, -6, -5, -2, -1, 0, 1, 2, 3, 6, 7, 8, 29, 30, 31, 40):
                day = context.today + dt.timedelta(days=days)
                self._days.append(day.isoformat())
                begins = context.midnight(day)
                for beside in (-3_600_000, -1, 0, 1, 1_800_000):
                    self._moments.append(_written(begins + dt.timedelta(milliseconds=beside)))

    def draw(self, field: dict[str, Any]) -> Any:
        """Draw a value in its canonical wire form, one that a record may hold."""
        definition = Field.of(document(field))
        for _ in range(100):
            try:
                if (value := canonical(self.raw(field), definition)) is not None:
                    return value
            except ValueProblem:
                continue
        raise AssertionError(f"no value for {field}")

    def raw(self, field: dict[str, Any]) -> Any:
        """Draw what may or may not be a value of the field."""
        pick, kind = self.source.choice, field["type"]
        match kind:
            case "text":
                return self.text()
            case "multi_line":
                return "\n".join(self.text() for _ in range(pick((1, 1, 2, 3))))
            case "phone":
                return pick(
                    ("+46 70 123 45 67", "070-1234567", "(555) 010x20", "112", "+1.555", "0701234567")
                )
            case "email":
                name = pick(("ann", "Ann", "a_b", "a%b", "o'neil", "x"))
                return name + "@" + pick(("example.com", "EXAMPLE.com", "a-b.se"))
            case "link":
                return (
                    "https://"
                    + pick(("a.se", "A.se", "example.com"))
                    + pick(("", "/", "/x_y", "/%25", "/å?q=1"))
                )
            case "auto_number":
                return pick(("SO-", "so-", "")) + f"{pick((1, 2, 10, 100)):06d}"
            case "integer":
                return pick((0, 1, -1, 2, 3, 7, 10, 2**53 - 1, -(2**53) + 1, self.source.randint(-20, 20)))
            case "big_integer":
                return pick(
                    ("0", "1", "-1", "9", "10", str(2**53), str(2**53 + 1), str(2**63 - 1), str(-(2**63)))
                )
            case "barcode":
                return pick(("4006381333931", "abc-1", "ABC-1", "(01)0400%", "a_b", "]C1x"))
            case "decimal":
                return pick(NUMBERS)
            case "money":
                return {"amount": pick(NUMBERS), "currency": pick(CURRENCIES)}
            case "yes_no":
                return pick((True, False))
            case "date":
                return pick(self._days)
            case "date_time":
                return pick(self._moments)
            case "choice" if field.get("several"):
                return [one for one in field["choices"] if pick((True, False))]
            case "choice":
                return pick(field["choices"])
            case "position":
                return {"lat": pick((0, 59.3293235, -90)), "lon": pick((0, 18.0685808, 180))}
            case "lookup" if field.get("several"):
                return self.source.sample(self._ids[field["target"]], pick((0, 1, 2, 5)))
            case "lookup":
                return pick(self._ids[field["target"]])
            case _:
                id_ = pick(self._ids["person"])
                file = {"name": "a.jpg", "type": "image/jpeg", "size": 10, "sha256": "0" * 64}
                return {"blob": id_, **file}

    def text(self) -> str:
        """Draw a text: one awkward word, or several."""
        words = self.source.choices(TEXTS, k=self.source.choice((1, 1, 1, 2, 3)))
        return self.source.choice((" ", "", "-", "  ")).join(words)


class _Ids:
    def __init__(self, source: random.Random) -> None:
        self._source = source

    def some(self, count: int) -> list[str]:
        drawn = sorted({self._source.getrandbits(48) for _ in range(count * 2)})[:count]
        return [f"01900000-0000-7000-8000-{number:012x}" for number in drawn]


def _record(pools: Pools, entity: str, people: list[str], teams: list[str]) -> Wire:
    source = pools.source
    empty = source.random() < 0.03
    values = {
        field["id"]: pools.draw(field) for field in FIELDS[entity] if not empty and source.random() > MISSING
    }
    owner = source.choice((None, source.choice(people), source.choice(people), source.choice(teams)))
    return {"owner": owner, "values": values} if owner else {"values": values}


def _asked(
    source: random.Random, zone: str, now: str, people: list[str], teams: list[str], units: list[str]
) -> Wire:
    def some(ids: list[str]) -> list[str]:
        return sorted(source.sample(ids, source.choice((0, 1, 2, 5))))

    person = source.choice(people)
    return {
        "person": person,
        "teams": some(teams),
        "reports": [one for one in some(people) if one != person],
        "reportTeams": some(teams),
        "unit": source.choice((None, *units)),
        "language": source.choice((None, "sv", "en", "pt-BR")),
        "zone": zone,
        "now": now,
    }


def _written(moment: dt.datetime) -> str:
    text = DateTime().to_wire(moment)
    assert text is not None
    return text
