"""What is allowed in the organisation and probably not meant, told to whoever administers it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.accounts.circle import company, people, units

Finding = dict[str, Any]
"""A problem as it travels, without sentences: code and arguments."""


def of_person(session: Session, person: str, roles: Sequence[str]) -> list[Finding]:
    """Return what is odd about a person's place: he is above himself, or may do nothing."""
    where = company(session)
    found = []
    if where.in_ring(person, where.managers):
        names = _names(session, people, where.chain(person))
        found.append(_finding("person-manager-ring", people=names))
    if not roles:
        found.append(_finding("person-without-role"))
    return found


def of_unit(session: Session, unit: str) -> list[Finding]:
    """Return what is odd about a unit's place: it is part of itself."""
    where = company(session)
    if not where.in_ring(unit, where.parents):
        return []
    return [_finding("unit-ring", units=_names(session, units, where.above(unit)))]


def _names(session: Session, table: Any, ids: Sequence[str]) -> str:
    rows = session.execute(select(table.c.id, table.c.f_name).where(table.c.id.in_(ids)))
    found: Mapping[str, str] = {row.id: row.f_name for row in rows}
    return " → ".join(found.get(one) or "?" for one in [*ids, ids[0]])


def _finding(code: str, **arguments: Any) -> Finding:
    return {"code": code, "arguments": arguments}
