"""The random source that made-up data is drawn from: the same seed gives the same records.

It knows what a name, a place or an amount looks like; it does not know entities.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from backend.fields.record_id import version_7
from backend.metadata.practice import vocabulary

T = TypeVar("T")


@dataclass(frozen=True)
class Place:
    """A postal address."""

    street: str
    postcode: str
    city: str
    country: str


@dataclass(frozen=True)
class Made:
    """One made-up record, as it is sent to ``records.apply``.

    ``values`` are wire values; ``owner`` a person's record id; ``files``: field id → content of an image.
    """

    entity: str
    id: str
    values: dict[str, Any]
    owner: str | None = None
    files: dict[str, bytes] = field(default_factory=dict)


class Source:
    """A seeded source of realistic values, with a day that counts as today."""

    def __init__(self, seed: int | str, today: date) -> None:
        self.random = random.Random(seed)
        self.today = today

    def one(self, of: Sequence[T], weights: Sequence[float] | None = None) -> T:
        """Draw one of several, each as likely as its weight says."""
        return self.random.choices(of, weights)[0] if weights else self.random.choice(of)

    def chance(self, probability: float) -> bool:
        """Say yes with a probability between 0 and 1."""
        return self.random.random() < probability

    def number(self, least: int, most: int) -> int:
        """Draw a whole number between two, both included."""
        return self.random.randint(least, most)

    def day(self, earliest: int, latest: int) -> date:
        """Draw a day by its distance from today in days (past days are negative)."""
        return self.today + timedelta(days=self.random.randint(earliest, latest))

    def instant(self, day: date) -> str:
        """Return a moment in the working hours of a day, as it travels."""
        at = datetime.combine(day, time(self.random.randint(7, 16), self.random.randint(0, 59)), UTC)
        return at.strftime("%Y-%m-%dT%H:%M:%S.000Z")

    def uuid7(self, day: date) -> str:
        """Return a record id (UUIDv7, RFC 9562 section 5.7) as if the record had been made on a day."""
        at = datetime.combine(day, time(), UTC) + timedelta(milliseconds=self.random.randrange(86_400_000))
        return version_7(int(at.timestamp() * 1000), self.random.getrandbits(74))

    def amount(self, least: float, most: float) -> Decimal:
        """Draw an amount, small ones more often, ending like prices do."""
        drawn = Decimal(str(round(least * (most / least) ** self.random.random(), 2)))
        ending = self.one((Decimal("0"), Decimal("0.50"), Decimal("0.90"), Decimal("0.95")))
        return (drawn.to_integral_value() + ending).quantize(Decimal("0.01"))

    def money(self, amount: Decimal, currency: str = "EUR") -> dict[str, str]:
        """Return an amount as it travels."""
        return {"amount": f"{amount:.2f}", "currency": currency}

    def person_name(self) -> str:
        """Draw the name of a person."""
        return f"{self.one(vocabulary.FIRST_NAMES)} {self.one(vocabulary.LAST_NAMES)}"

    def company_name(self) -> str:
        """Draw the name of a company."""
        stem, trade = self.one(vocabulary.COMPANY_STEMS), self.one(vocabulary.COMPANY_TRADES)
        return f"{stem} {trade} {self.one(vocabulary.COMPANY_FORMS)}"

    def email(self, name: str, company: str) -> str:
        """Return the e-mail address of a person at a company; the domain is one that nobody can own."""
        return f"{vocabulary.ascii_name(name)}@{vocabulary.ascii_name(company).replace('.', '-')}.example"

    def phone(self) -> str:
        """Draw a telephone number out of a range kept free for fiction."""
        return f"+46 70 174 06 {self.random.randint(5, 99):02d}"

    def place(self) -> Place:
        """Draw a postal address."""
        city, postcode, country = self.one(vocabulary.CITIES)
        street = f"{self.one(vocabulary.STREETS)} {self.random.randint(1, 120)}"
        return Place(street, postcode.format(self.random.randint(0, 999)), city, country)
