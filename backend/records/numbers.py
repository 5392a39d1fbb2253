"""Auto-numbers: given to new records from one counter row a field, inside the transaction.

A refused change gives its numbers back with its savepoint. Imported records keep the number that they
bring, and the counter goes on above it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from backend.fields.auto_number import number
from backend.records.layout import Layout
from backend.records.models import counter
from backend.records.work import Work


def give(session: Session, works: Iterable[Work]) -> None:
    """Give every new record the next number of each of its auto-number fields."""
    groups: defaultdict[str, list[Work]] = defaultdict(list)
    for work in works:
        if work.kind == "create":
            groups[work.intent.entity].append(work)
    for entity in sorted(groups):
        _give_entity(session, groups[entity][0].layout, groups[entity])


def _give_entity(session: Session, layout: Layout, works: list[Work]) -> None:
    for name, field in layout.fields.items():
        if not field.definition.numbered:
            continue
        brought = [_count(work.after[name], field.definition.prefix) for work in works if name in work.after]
        if brought:
            _raise_to(session, layout.entity.id, name, max(brought))
        waiting = [work for work in works if name not in work.after]
        if waiting:
            last = _take(session, layout.entity.id, name, len(waiting))
            for counted, work in enumerate(waiting, last - len(waiting) + 1):
                work.put({name: number(field.definition, counted)})


def _count(label: str, prefix: str) -> int:
    digits = label.removeprefix(prefix)
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 15 else 0


def _take(session: Session, entity: str, field: str, count: int) -> int:
    mine = (counter.c.entity == entity, counter.c.field == field)
    raised = update(counter).where(*mine).values(last=counter.c.last + count).returning(counter.c.last)
    last = session.execute(raised).scalar()
    if last is None:
        session.execute(insert(counter).values(entity=entity, field=field, last=count))
        return count
    return int(last)


def _raise_to(session: Session, entity: str, field: str, least: int) -> None:
    if _take(session, entity, field, 0) < least:
        mine = (counter.c.entity == entity, counter.c.field == field)
        session.execute(update(counter).where(*mine).values(last=least))
