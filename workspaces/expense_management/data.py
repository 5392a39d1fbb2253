"""Made-up expense reports with their expenses, loose expenses, and photographed receipts.

At scale 1: 60 reports of twelve employees, about 250 expenses, of which one in five has
a photograph; some expenses are on no report yet. Some meals had guests, some hotel bills
are itemised.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from backend.metadata.practice import vocabulary
from backend.metadata.practice.receipts import photograph
from backend.metadata.practice.source import Made, Source

CATEGORIES = (
    ("travel", "Travel", 25, 600), ("hotel", "Hotel", 80, 420), ("meals", "Meals", 9, 140),
    ("supplies", "Office supplies", 5, 160), ("phone", "Telephone", 10, 60), ("parking", "Parking", 3, 45),
)  # fmt: skip
MANAGERS = 4
"""How many of the first people decide on reports."""
DECIDED, UNDECIDED = (("approved", "rejected"), (14, 1)), (("draft", "submitted"), (2, 3))


def records(source: Source, scale: float, people: Sequence[str]) -> Iterator[Made]:
    """Yield the records of the package, parents first. ``people``: person ids, managers first."""
    categories = {}
    for key, name, _, _ in CATEGORIES:
        values = {"name": name, "receipt_required": key != "parking"}
        made = Made("expense_category", source.uuid7(source.day(-700, -600)), values)
        categories[key] = made.id
        yield made
    # The oldest first, so that report numbers go up with time.
    begins = sorted(source.day(-200, -2) for _ in range(max(12, round(60 * scale))))
    for index, starts in enumerate(begins):
        yield from _report(source, people, people[index % len(people)], categories, starts)
    for person in people:
        for _ in range(source.number(1, 4)):
            yield _expense(source, person, None, categories, source.day(-14, 0))
        yield _receipt(source, person)


def _report(
    source: Source, people: Sequence[str], employee: str, categories: dict[str, str], starts: date
) -> Iterator[Made]:
    city = source.one(vocabulary.CITIES)[0]
    ends = starts + timedelta(days=source.number(0, 4))
    age = (source.today - ends).days
    status = source.one(*DECIDED) if age > 21 else source.one(*UNDECIDED)
    report = source.uuid7(starts)
    days = (ends - starts).days
    expenses = [
        _expense(source, employee, report, categories, starts + timedelta(days=source.number(0, days)))
        for _ in range(source.number(2, 6))
    ]
    values: dict[str, Any] = {
        "purpose": source.one(vocabulary.PURPOSES).format(city=city),
        "employee": employee,
        "destination": city,
        "starts_on": starts.isoformat(),
        "ends_on": ends.isoformat(),
        "status": status,
    }
    if status != "draft":
        submitted = min(ends + timedelta(days=source.number(1, 7)), source.today)
        values["submitted_at"] = source.instant(submitted)
        if status != "submitted":
            decided = min(submitted + timedelta(days=source.number(0, 5)), source.today)
            values["decided_at"] = max(values["submitted_at"], source.instant(decided))
            values["decided_by"] = source.one([person for person in people[:MANAGERS] if person != employee])
            values["comment"] = "Please add the hotel receipt." if status == "rejected" else None
    yield Made("expense_report", report, values, owner=employee)
    for expense in expenses:
        yield expense
        if expense.values["category"] == categories["meals"] and source.chance(0.3):
            yield _guest(source, expense)
        if expense.values["category"] == categories["hotel"] and source.chance(0.4):
            yield from _items(source, expense, categories)


def _expense(source: Source, person: str, report: str | None, categories: dict[str, str], day: date) -> Made:
    key, _, least, most = source.one(CATEGORIES, (5, 3, 8, 2, 1, 3))
    merchant, amount = source.one(vocabulary.MERCHANTS[key]), source.amount(least, most)
    values: dict[str, Any] = {
        "report": report,
        "category": categories[key],
        "date": min(day, source.today).isoformat(),
        "merchant": merchant,
        "amount": source.money(amount),
        "paid_with": source.one(("own_money", "company_card"), (3, 2)),
    }
    made = Made("expense", source.uuid7(day), values, owner=person)
    if source.chance(0.2):
        made.files["photo"] = photograph(source, key, merchant, amount, day.isoformat())
    return made


def _guest(source: Source, expense: Made) -> Made:
    name = f"{source.one(vocabulary.FIRST_NAMES)} {source.one(vocabulary.LAST_NAMES)}"
    company = f"{source.one(vocabulary.COMPANY_STEMS)} {source.one(vocabulary.COMPANY_FORMS)}"
    values = {"expense": expense.id, "name": name, "company": company}
    return Made("expense_guest", source.uuid7(_day(expense)), values, owner=expense.owner)


def _items(source: Source, expense: Made, categories: dict[str, str]) -> Iterator[Made]:
    """Yield the room and the breakfast of a hotel bill, which come to the whole."""
    whole = Decimal(expense.values["amount"]["amount"])
    breakfast = (whole / 10).quantize(Decimal("0.01"))
    for what, key, amount in (("Room", "hotel", whole - breakfast), ("Breakfast", "meals", breakfast)):
        values = {
            "expense": expense.id,
            "what": what,
            "category": categories[key],
            "amount": source.money(amount),
        }
        yield Made("expense_item", source.uuid7(_day(expense)), values, owner=expense.owner)


def _day(expense: Made) -> date:
    return date.fromisoformat(expense.values["date"])


def _receipt(source: Source, person: str) -> Made:
    key = source.one(list(vocabulary.MERCHANTS))
    merchant, day = source.one(vocabulary.MERCHANTS[key]), source.day(-10, 0)
    photo = photograph(source, key, merchant, source.amount(5, 200), day.isoformat())
    values = {"name": merchant, "taken_on": day.isoformat()}
    return Made("receipt", source.uuid7(day), values, owner=person, files={"photo": photo})
