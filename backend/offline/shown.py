"""Filters and kept records as their person sees them, with what keeps a filter from bringing anything."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.accounts.user import OFFICE, User
from backend.metadata import service
from backend.metadata.condition_fields import fields_of
from backend.metadata.model import Model
from backend.metadata.named_records import Named, gone_ones, named_records
from backend.metadata.service import Metadata
from backend.offline.filters import SYSTEM, Filter, faults, organisation_filters, shown_filters
from backend.offline.scope import Scope
from backend.offline.wanted import wanted_of
from backend.records.models import kept
from backend.records.reach import allowed

Document = dict[str, Any]


def filters(session: Session, user: User) -> list[Document]:
    """Return what counts for the user, as the protocol's ``PersonalFilter``: the organisation's first."""
    model = service.current(session).model
    return [_shown(session, user, one, model) for one in shown_filters(session, user, model)]


def one(session: Session, user: User, found: Filter) -> Document:
    """Return one filter as its person sees it."""
    return _shown(session, user, found, service.current(session).model)


def organisation(session: Session) -> list[Document]:
    """Return the organisation's filters, as the protocol's ``OrganisationFilter``."""
    return [one_of_organisation(session, found) for found in organisation_filters(session)]


def one_of_organisation(session: Session, found: Filter) -> Document:
    """Return one filter as administrators see it."""
    document = _shown(session, OFFICE, found, service.current(session).model)
    return {**document, "kind": found.kind}


def kept_records(session: Session, user: User, *, now: dt.datetime) -> list[Document]:
    """Return what the user has pinned or follows and may read, the latest first."""
    metadata = service.current(session)
    rows = session.execute(
        select(kept.c.entity, kept.c.record, kept.c.how)
        .where(kept.c.person == user.person)
        .order_by(kept.c.at.desc(), kept.c.entity, kept.c.record, kept.c.how)
    ).all()
    readable = _readable(session, user, metadata, ((row.entity, row.record) for row in rows), now)
    return [
        {"entity": row.entity, "record": row.record, "how": row.how}
        for row in rows
        if (row.entity, row.record) in readable
    ]


def _readable(
    session: Session, user: User, metadata: Metadata, places: Iterable[tuple[str, str]], now: dt.datetime
) -> set[tuple[str, str]]:
    scope = Scope(session, user, metadata, wanted_of(session, user, metadata), None, now)
    by_entity: defaultdict[str, list[str]] = defaultdict(list)
    for entity, record in places:
        if entity in metadata.model.entities and user.may("read", entity):
            by_entity[entity].append(record)
    return {
        (entity, record) for entity, ids in by_entity.items() for record in scope.known(entity, ids).values()
    }


def _shown(session: Session, user: User, found: Filter, model: Model) -> Document:
    wrong = faults(found, model, user)
    problems = [
        {
            "code": fault.code,
            "arguments": dict(fault.arguments),
            "field": f"condition.{fault.place}" if fault.place else "condition",
        }
        for fault in wrong
    ]
    if not wrong:
        problems = [
            {"code": "filter-gone-record", "arguments": {}, "field": f"condition.{gone.place}"}
            for gone in _gone(session, user, found, model)
        ]
    return {**found.wire(), "template": found.template, "problems": problems, "system": found.kind == SYSTEM}


def _gone(session: Session, user: User, found: Filter, model: Model) -> list[Named]:
    """Return the records that a condition names and that are not there, or not for the user to read."""
    named = list(named_records(found.condition, found.entity, fields_of(model)))
    gone = gone_ones(session, named)
    rest = [one for one in named if one not in gone]
    if user.everything or not rest:
        return gone
    for one in rest:
        seen = any(
            user.may("read", entity) and allowed(session, user, "read", model, entity, [one.id])
            for entity in one.entities
            if entity in model.entities
        )
        if not seen:
            gone.append(one)
    return gone
