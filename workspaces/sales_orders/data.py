"""Made-up customers with contacts, items, orders with lines, and shipments.

At scale 1: 500 customers, 200 items, 5,000 orders, 20,000 lines. Totals are the sums of
their lines; shipped orders have shipments; most orders are a few months old.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from backend.metadata.practice import vocabulary
from backend.metadata.practice.source import Made, Source

QUANTITIES = ((1, 2, 3, 4, 5, 6, 10, 12, 20, 25, 50, 100), (9, 8, 6, 5, 5, 4, 5, 4, 3, 2, 2, 1))
CARRIERS = ("own_van", "postal", "freight", "courier")


@dataclass(frozen=True)
class Item:
    """What an order line needs to know of an item."""

    id: str
    name: str
    price: Decimal


def records(source: Source, scale: float, people: Sequence[str]) -> Iterator[Made]:
    """Yield the records of the package, parents first. ``people``: person ids that own orders."""
    items: list[Item] = []
    for made, item in _items(source, max(20, round(200 * min(scale, 1)))):
        items.append(item)
        yield made
    customers: list[tuple[str, list[str]]] = []
    for number in range(round(500 * scale)):
        customer, contacts = _customer(source, number)
        yield customer
        yield from contacts
        customers.append((customer.id, [contact.id for contact in contacts]))
    lines = _line_counts(source, round(5_000 * scale), round(20_000 * scale))
    # The oldest first, so that order numbers go up with time.
    ages = sorted((int(source.random.expovariate(1 / 90)) for _ in lines), reverse=True)
    for age, count in zip(ages, lines, strict=True):
        yield from _order(source, age, count, customers, items, people)


def _items(source: Source, count: int) -> Iterator[tuple[Made, Item]]:
    names = [f"{goods}, {variant}" for goods in vocabulary.GOODS for variant in vocabulary.VARIANTS]
    source.random.shuffle(names)
    for index, name in enumerate(names[:count]):
        item = Item(source.uuid7(source.day(-900, -700)), name, source.amount(2, 900))
        unit = "metre" if name.endswith(" m") else "piece"
        number = f"{10_000 + index * 7}"
        values = {"number": number, "name": name, "unit": unit, "price": source.money(item.price)}
        yield Made("item", item.id, values), item


def _customer(source: Source, number: int) -> tuple[Made, list[Made]]:
    company, place, since = source.company_name(), source.place(), source.day(-800, -200)
    values: dict[str, Any] = {
        "account": f"C-{number + 1:05d}",
        "name": company,
        "group": source.one(("retail", "wholesale", "public"), (6, 3, 1)),
        "phone": source.phone(),
        "email": source.email("order", company),
        "website": f"https://{vocabulary.ascii_name(company).replace('.', '-')}.example",
        "street": place.street,
        "postcode": place.postcode,
        "city": place.city,
        "country": place.country,
        "credit_limit": source.money(Decimal(source.one((2_000, 5_000, 10_000, 25_000, 50_000)))),
    }
    if source.chance(0.25):
        values["note"] = source.one(vocabulary.NOTES)
    customer = Made("customer", source.uuid7(since), values)
    contacts = [_contact(source, customer.id, company, since, main=main) for main in _mains(source)]
    return customer, contacts


def _mains(source: Source) -> list[bool]:
    return [True] + [False] * source.one((0, 1, 2), (5, 3, 2))


def _contact(source: Source, customer: str, company: str, since: date, *, main: bool) -> Made:
    name = source.person_name()
    values = {
        "customer": customer,
        "name": name,
        "job_title": source.one(vocabulary.JOB_TITLES),
        "phone": source.phone(),
        "email": source.email(name, company),
        "main": main,
    }
    return Made("contact", source.uuid7(since), values)


def _line_counts(source: Source, orders: int, lines: int) -> list[int]:
    """Split the lines over the orders, one at least for each, unevenly as in life."""
    counts = [1] * orders
    for _ in range(lines - orders):
        counts[int(source.random.expovariate(1.3) * orders / 3) % orders] += 1
    source.random.shuffle(counts)
    return counts


def _order(
    source: Source,
    age: int,
    count: int,
    customers: Sequence[tuple[str, list[str]]],
    items: Sequence[Item],
    people: Sequence[str],
) -> Iterator[Made]:
    customer, contacts = source.one(customers)
    created = source.today - timedelta(days=age)
    order = source.uuid7(created)
    status = _status(source, age)
    lines = [_line(source, order, created, index, source.one(items)) for index in range(count)]
    total = sum((Decimal(line.values["amount"]["amount"]) for line in lines), Decimal(0))
    requested = created + timedelta(days=source.number(3, 28))
    values: dict[str, Any] = {
        "customer": customer,
        "contact": source.one(contacts),
        "status": status,
        "created_on": created.isoformat(),
        "requested_on": requested.isoformat(),
        "reference": f"PO {source.number(1000, 99999)}" if source.chance(0.6) else None,
        "total": source.money(total),
        "note": source.one(vocabulary.NOTES) if source.chance(0.1) else None,
    }
    if status not in ("open", "cancelled"):
        values["confirmed_on"] = (requested + timedelta(days=source.one((0, 0, 0, 1, 2, 5)))).isoformat()
    yield Made("sales_order", order, values, owner=source.one(people))
    yield from lines
    if status in ("shipped", "invoiced"):
        for _ in range(source.one((1, 2), (5, 1))):
            yield _shipment(source, order, created, delivered=status == "invoiced")


def _status(source: Source, age: int) -> str:
    """Draw a status that suits an order's age in days."""
    if source.chance(0.04):
        return "cancelled"
    if age < 7:
        return source.one(("open", "confirmed"), (2, 1))
    if age < 30:
        return source.one(("open", "confirmed", "shipped"), (1, 3, 4))
    return source.one(("confirmed", "shipped", "invoiced"), (1, 2, 20))


def _line(source: Source, order: str, created: date, index: int, item: Item) -> Made:
    quantity = Decimal(source.one(*QUANTITIES))
    amount = quantity * item.price
    values = {
        "order": order,
        "position": index + 1,
        "item": item.id,
        "description": item.name,
        "quantity": f"{quantity:.2f}",
        "price": source.money(item.price),
        "amount": source.money(amount),
    }
    return Made("order_line", source.uuid7(created), values)


def _shipment(source: Source, order: str, created: date, *, delivered: bool) -> Made:
    shipped = min(created + timedelta(days=source.number(2, 20)), source.today)
    values: dict[str, Any] = {
        "order": order,
        "status": "delivered" if delivered else "on_its_way",
        "carrier": source.one(CARRIERS),
        "tracking": f"{source.one(('SE', 'DE', 'NL'))}{source.number(10**9, 10**10 - 1)}",
        "shipped_on": shipped.isoformat(),
    }
    if delivered:
        values["delivered_on"] = min(shipped + timedelta(days=source.number(1, 6)), source.today).isoformat()
    return Made("shipment", source.uuid7(shipped), values)
