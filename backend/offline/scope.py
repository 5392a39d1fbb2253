"""The scope of a device: readable ∧ wanted, decided here and nowhere else.

Readable is what the user's rights say of the entity; wanted is the rule of the offline profile. An entity
that the user may not read, or that the profile leaves out, has an empty scope. Nothing outside of the
scope is ever named to a device.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, false, select

from backend.accounts.user import User
from backend.metadata.model import Document
from backend.records.models import record


def rule_of(profile: Document, entity: str) -> Document | None:
    """Return what the profile takes along of ``entity``; None: nothing."""
    return next((part["rule"] for part in profile["entities"] if part["id"] == entity), None)


def scope(profile: Document, user: User, entity: str) -> Select[int, str]:
    """Return the query of ``(rid, id)`` of every record of ``entity`` that the user's device may hold."""
    query = select(record.c.rid, record.c.id).where(record.c.entity == entity, record.c.gone.is_(False))
    rule = rule_of(profile, entity)
    if rule is None or not user.may("read", entity):
        return query.where(false())
    return query.where(*_wanted(rule, user))


def _wanted(rule: Document, user: User) -> tuple[Any, ...]:
    match rule["kind"]:
        case "all":
            return ()
        case "mine":
            return (record.c.owner == user.person,)
        case kind:
            raise ValueError(f"no offline rule is called {kind!r}")
