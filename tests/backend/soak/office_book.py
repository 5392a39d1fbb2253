"""What the office has in its tables after the soak, read past all of the product's own reading."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

HISTORY = text('SELECT seq, entity, id, kind, "old", "new", device, change FROM history ORDER BY seq')
CONFLICTS = text("SELECT record, change, mine FROM conflict")
ANSWERS = text("SELECT device, number FROM change_outcome ORDER BY device, number")
PLACES = text(
    "SELECT r.id, r.version, r.owner, e.f_name FROM record r JOIN e_place e ON e.id = r.id"
    " WHERE r.entity = 'place' AND NOT r.gone"
)
VISITS = text(
    "SELECT r.id, r.version, r.owner, e.f_title FROM record r JOIN e_visit e ON e.id = r.id"
    " WHERE r.entity = 'visit' AND NOT r.gone"
)


@dataclass(frozen=True)
class Row:
    """A record that stands."""

    version: int
    owner: str
    title: str


@dataclass
class OfficeBook:
    """Records, and by change what was written for it."""

    numbers: list[int] = field(default_factory=list)
    written: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How often a change wrote a record."""
    order: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """The changes of a device as they were written."""
    deleted: set[tuple[str, str]] = field(default_factory=set)
    replaced: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """The titles that a record had before."""
    disputed: defaultdict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    """The titles of a change and a record that are kept in a conflict; a deletion's is empty."""
    answers: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    records: Mapping[str, dict[str, Row]] = field(default_factory=dict)


def read(session: Session) -> OfficeBook:
    """Read all of it on one snapshot."""
    book = OfficeBook()
    for seq, _, record, kind, old, _, device, change in session.execute(HISTORY):
        book.numbers.append(seq)
        book.written[str(change), str(record)] += 1
        if device is not None and str(change) not in book.order[str(device)][-1:]:
            book.order[str(device)].append(str(change))
        if kind == "delete":
            book.deleted.add((str(change), str(record)))
        book.replaced[str(record)].add(title_of(old))
    for record, change, mine in session.execute(CONFLICTS):
        book.disputed[str(change), str(record)].add(title_of(mine))
    for device, number in session.execute(ANSWERS):
        book.answers[str(device)].append(number)
    book.records = {"place": rows(session, PLACES), "visit": rows(session, VISITS)}
    return book


def rows(session: Session, query: Any) -> dict[str, Row]:
    return {
        str(record): Row(version, str(owner), title)
        for record, version, owner, title in session.execute(query)
    }


def title_of(values: Mapping[str, Any]) -> str:
    return str(values.get("name") or values.get("title") or "")
