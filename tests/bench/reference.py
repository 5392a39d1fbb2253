"""The reference records: orders of 13 mixed fields, about 400 bytes of JSON, always the same ones.

An order belongs to a person and points at a customer, which points at a region, so that a filter can look
through two lookups. :func:`document` is the same record as other systems store it: one flat object.
"""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Iterator
from typing import Any

SEED = 20_261_122
NAMES = [
    "Nordwind",
    "Alpina",
    "Helix",
    "Quarz",
    "Delta",
    "Orion",
    "Vento",
    "Kubus",
    "Lumen",
    "Terra",
    "Novum",
    "Aurum",
    "Vertex",
    "Solaris",
    "Fjord",
]
PEOPLE = [
    "Anna",
    "Bruno",
    "Carla",
    "David",
    "Elena",
    "Fabio",
    "Greta",
    "Hugo",
    "Ines",
    "Jonas",
    "Karin",
    "Lars",
    "Mara",
    "Nico",
    "Olga",
    "Paul",
]
WORDS = [
    "delivery",
    "to",
    "the",
    "back",
    "entrance",
    "please",
    "call",
    "before",
    "arrival",
    "invoice",
    "by",
    "mail",
    "customer",
    "wants",
    "partial",
    "shipment",
    "check",
    "stock",
    "for",
    "replacement",
    "discount",
    "agreed",
    "with",
    "sales",
    "manager",
    "pallet",
    "exchange",
    "loading",
    "ramp",
    "packaging",
]
TAGS = ["vip", "export", "retail", "urgent", "partner", "subscription", "service", "fair", "web"]
STATES, CURRENCIES = ("draft", "sent", "sale", "done"), ("CHF", "EUR", "USD", "SEK")
FIRST_DAY = dt.date(2022, 1, 1)
FIRST_MOMENT = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
CUSTOMERS_SHARE = 50
"""Orders a customer."""
REGIONS = ("north", "south")
"""Records of the scope lie in the first region, all others in the second."""


def _field(field: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"id": field, "type": kind, "label": {"en": field.replace("_", " ")}, **more}


def _choices(values: tuple[str, ...]) -> list[dict[str, Any]]:
    return [{"id": value.lower(), "label": {"en": value}} for value in values]


def _entity(entity: str, title: str, ownership: str, *fields: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": entity,
        "label": {"en": entity},
        "plural": {"en": f"{entity}s"},
        "title": title,
        "ownership": ownership,
        "fields": list(fields),
    }


REGION = _entity("region", "name", "organisation", _field("name", "text"))
CUSTOMER = _entity(
    "customer", "name", "organisation", _field("name", "text"), _field("region", "lookup", target="region")
)
ORDER = _entity(
    "sales_order",
    "name",
    "person",
    _field("name", "text"),
    _field("customer", "lookup", target="customer"),
    _field("status", "choice", choices=_choices(STATES)),
    _field("currency", "choice", choices=_choices(CURRENCIES)),
    _field("amount_total", "decimal", scale=2),
    _field("amount_tax", "decimal", scale=2),
    _field("date_order", "date"),
    _field("salesperson", "text"),
    _field("invoiced", "yes_no"),
    _field("priority", "integer"),
    _field("tags", "text"),
    _field("note", "multi_line"),
    _field("last_seen_at", "date_time"),
    _field("margin", "decimal", scale=2),
)
HIDDEN = "margin"
"""The field of an order that the people of the benchmarks may not see: the 14th."""

ENTITIES = (REGION, CUSTOMER, ORDER)


def record_id(kind: str, index: int) -> str:
    """Return the UUIDv7 of the record with this number: the same in every run, in the order of numbers."""
    chance = random.Random(f"{SEED} {kind} {index}").getrandbits(74)
    stamp = 1_735_689_600_000 + index * 137
    number = stamp << 80 | 7 << 76 | chance >> 62 << 64 | 2 << 62 | chance & (1 << 62) - 1
    return str(uuid.UUID(int=number))


def regions() -> Iterator[tuple[str, dict[str, Any]]]:
    """Return the regions: record id and values."""
    for index, name in enumerate(REGIONS):
        yield record_id("region", index), {"name": name}


def customers(count: int, *, region: int = 0, start: int = 0) -> Iterator[tuple[str, dict[str, Any]]]:
    """Return customers of one region."""
    chance = random.Random(f"{SEED} customers {start}")
    for index in range(start, start + count):
        name = f"{chance.choice(NAMES)} {chance.choice(PEOPLE)} {index}"
        yield record_id("customer", index), {"name": name, "region": record_id("region", region)}


def orders(
    count: int, *, customers: int, start: int = 0, first_customer: int = 0
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Return orders of the customers from ``first_customer`` on."""
    chance = random.Random(f"{SEED} orders {start}")
    for index in range(start, start + count):
        amount = round(chance.lognormvariate(7, 1.1), 2)
        yield (
            record_id("order", index),
            {
                "name": f"SO-{2022 + index % 4}-{index:07d}",
                "customer": record_id("customer", first_customer + chance.randrange(customers)),
                "status": chance.choice(STATES),
                "currency": chance.choice(CURRENCIES).lower(),
                "amount_total": f"{amount:.2f}",
                "amount_tax": f"{amount * 0.081:.2f}",
                "date_order": (FIRST_DAY + dt.timedelta(days=chance.randrange(1400))).isoformat(),
                "salesperson": f"{chance.choice(PEOPLE)} {chance.choice(NAMES)}",
                "invoiced": chance.random() < 0.4,
                "priority": chance.randrange(10),
                "tags": " ".join(chance.sample(TAGS, chance.randrange(1, 4))),
                "note": " ".join(chance.choices(WORDS, k=chance.randrange(4, 14))),
                "last_seen_at": _instant(FIRST_MOMENT + dt.timedelta(milliseconds=index * 137)),
                "margin": f"{amount * 0.3:.2f}",
            },
        )


def document(record: str, values: dict[str, Any]) -> dict[str, Any]:
    """Return an order as one flat object, without the hidden field."""
    return {"id": record} | {field: value for field, value in values.items() if field != HIDDEN}


def customers_for(count: int) -> int:
    """Return how many customers so many orders are spread over."""
    return max(50, count // CUSTOMERS_SHARE)


def _instant(moment: dt.datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
