"""Filters being made and changed: a person's own by himself, the organisation's by administrators.

A condition is refused with its place when it is saved. A person's may only speak of what he may read, the
organisation's of the whole model; either may be :data:`backend.expressions.tree.EVERYTHING`. Every write
moves the wish version, so that the next sync counts with it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from backend.accounts.user import User
from backend.errors import Forbidden, Invalid, NotFound, Unavailable
from backend.expressions.tree import check
from backend.metadata import service
from backend.metadata.assignments import wishes_moved
from backend.metadata.condition_fields import fields_of
from backend.metadata.documents import check_text
from backend.metadata.model import Model
from backend.offline.filters import (
    SYSTEM,
    Filter,
    copies_for,
    organisation_filters,
    personal_filters,
    shown_filters,
    size_of,
)
from backend.offline.wish_models import FilterOwner, OrganisationFilter, PersonalFilter
from backend.protocol.shape import UUID

MOST_PERSONAL = 100
MOST_OF_ORGANISATION = 200
MOST_BYTES = 32 * 1024
"""Of one condition as JSON."""
MOST_BYTES_IN_ALL = 64 * 1024
"""Of all filters of a person's, or of the organisation's: his devices are told both in one message."""

Body = Mapping[str, Any]


def create(session: Session, user: User, model: Model, body: Body, *, now: dt.datetime) -> Filter:
    """Make a filter of the user's own.

    ``body``: the attributes of :class:`backend.protocol.designs.FilterWrite`.

    :raises Invalid: something is wrong in it, with the place; ``filter-too-many``
    """
    check_body(body, model, user)
    _own(session, user, now)
    known = personal_filters(session, user.person)
    _refuse_more(len(known), MOST_PERSONAL)
    _refuse_larger(known, body)
    row = PersonalFilter(id=str(uuid4()), person=user.person, template=None, at=now)
    session.add(_written(row, body))
    wishes_moved(session)
    return _own_one(session, user, row.id)


def change(
    session: Session, user: User, model: Model, filter_id: str, body: Body, *, now: dt.datetime
) -> Filter:
    """Write a filter of the user's own whole.

    :raises NotFound: ``unknown-filter``
    :raises Forbidden: ``filter-of-organisation``
    :raises Invalid: something is wrong in it, with the place
    """
    row = _row(session, user, filter_id, now)
    check_body(body, model, user)
    _refuse_larger(personal_filters(session, user.person), body, row.id)
    _written(row, body)
    wishes_moved(session)
    return _own_one(session, user, row.id)


def copy(session: Session, user: User, model: Model, filter_id: str, *, now: dt.datetime) -> Filter:
    """Save a filter that the user sees as another one of his own, which is not active yet.

    :raises NotFound: ``unknown-filter``
    :raises Invalid: what it says is no longer his to ask; ``filter-too-many``
    """
    known = shown_one(session, user, filter_id)
    body = {"entity": known.entity, "label": known.label, "condition": known.condition, "active": False}
    return create(session, user, model, body, now=now)


def set_active(session: Session, user: User, filter_id: str, *, active: bool, now: dt.datetime) -> Filter:
    """Let a filter of the user's own bring its records, or bring nothing.

    :raises NotFound: ``unknown-filter``
    :raises Forbidden: ``filter-of-organisation``
    """
    row = _row(session, user, filter_id, now)
    row.active = active
    wishes_moved(session)
    return _own_one(session, user, row.id)


def remove(session: Session, user: User, filter_id: str, *, now: dt.datetime) -> None:
    """Delete a filter of the user's own.

    :raises NotFound: ``unknown-filter``
    :raises Forbidden: ``filter-of-organisation``
    """
    session.delete(_row(session, user, filter_id, now))
    wishes_moved(session)


def reset(session: Session, user: User) -> None:
    """Give the user the organisation's templates in place of all filters of his own."""
    session.execute(delete(PersonalFilter).where(PersonalFilter.person == user.person))
    session.execute(delete(FilterOwner).where(FilterOwner.person == user.person))
    wishes_moved(session)


def write_organisation_filter(
    session: Session, model: Model, body: Body, *, filter_id: str | None, now: dt.datetime
) -> Filter:
    """Make a filter of the organisation's, or write the one with this id whole.

    ``body``: the attributes of :class:`backend.protocol.designs.OrganisationFilterWrite`.

    :raises NotFound: ``unknown-filter``
    :raises Invalid: something is wrong in it, with the place; ``filter-too-many``
    """
    row = _organisation_row(session, filter_id) if filter_id is not None else None
    check_body(body, model, None)
    _refuse_larger(organisation_filters(session), body, filter_id)
    if row is None:
        _refuse_more(len(organisation_filters(session)), MOST_OF_ORGANISATION)
        row = OrganisationFilter(id=str(uuid4()), at=now)
        session.add(row)
    row.kind = body["kind"]
    _written(row, body)
    wishes_moved(session)
    return next(one for one in organisation_filters(session) if one.id == row.id)


def remove_organisation_filter(session: Session, filter_id: str) -> None:
    """Delete a filter of the organisation's; copies that people have of a template stay theirs.

    :raises NotFound: ``unknown-filter``
    """
    session.delete(_organisation_row(session, filter_id))
    wishes_moved(session)


def check_condition(condition: Any, entity: str, model: Model, user: User | None) -> None:
    """Refuse a condition; ``user`` None: the organisation's, which may speak of everything.

    :raises Invalid: the first thing that is wrong in it, with the place
    :raises Malformed: texts that no database could give back
    """
    check_text(condition)
    fields = fields_of(model, user)
    if fields(entity) is None:
        raise Invalid("filter-unknown-entity", field="entity", entity=entity)
    for finding in check(condition, entity, fields, everything=True):
        place = f"condition.{finding.place}" if finding.place else "condition"
        raise Invalid(finding.code, field=place, **finding.arguments)
    if (size := size_of(condition)) > MOST_BYTES:
        raise Invalid("filter-too-large", field="condition", bytes=size, most=MOST_BYTES)


def check_body(body: Body, model: Model, user: User | None) -> None:
    """Refuse a filter that is to be written, as :func:`check_condition` does its condition.

    :raises Invalid: the first thing that is wrong in it, with the place
    """
    check_text(dict(body["label"]))
    if not any(text.strip() for text in body["label"].values()):
        raise Invalid("filter-without-name", field="label")
    check_condition(body["condition"], body["entity"], model, user)


def _written(row: Any, body: Body) -> Any:
    row.entity, row.label = body["entity"], dict(body["label"])
    row.condition, row.active = dict(body["condition"]), bool(body["active"])
    return row


def _refuse_more(there: int, most: int) -> None:
    if there >= most:
        raise Invalid("filter-too-many", most=most)


def _refuse_larger(known: Iterable[Filter], body: Body, filter_id: str | None = None) -> None:
    """Refuse what is too much with the rest; ``filter_id``: the one that it replaces, which it may shrink."""
    sizes = {one.id: one.size for one in known}
    before = sizes.pop(filter_id, 0) if filter_id is not None else 0
    size = size_of([body["label"], body["condition"]])
    if size > before and (total := size + sum(sizes.values())) > MOST_BYTES_IN_ALL:
        raise Invalid("filters-too-large", field="condition", bytes=total, most=MOST_BYTES_IN_ALL)


def _own(session: Session, user: User, now: dt.datetime) -> None:
    """Make the templates that the user has used so far his own, at his first change."""
    if session.get(FilterOwner, user.person, populate_existing=True) is not None:
        return
    begins_with = copies_for(user.person, organisation_filters(session))
    try:
        with session.begin_nested():
            session.add(FilterOwner(person=user.person, at=now))
            for number, one in enumerate(begins_with):
                row = PersonalFilter(
                    id=one.id,
                    person=user.person,
                    template=one.template,
                    at=now - dt.timedelta(milliseconds=len(begins_with) - number),
                )
                session.add(_written(row, _body(one)))
    except IntegrityError:
        # He changed something on two devices at once: the other one has made them his own.
        raise Unavailable("database-busy") from None


def _body(one: Filter) -> Body:
    return {"entity": one.entity, "label": one.label, "condition": one.condition, "active": one.active}


def _row(session: Session, user: User, filter_id: str, now: dt.datetime) -> PersonalFilter:
    known = shown_one(session, user, filter_id)
    if known.kind == SYSTEM:
        raise Forbidden("filter-of-organisation")
    _own(session, user, now)
    return session.get_one(PersonalFilter, known.id, populate_existing=True)


def shown_one(session: Session, user: User, filter_id: str) -> Filter:
    """Return a filter that the user is shown: what he is not told of, no answer to him tells either.

    :raises NotFound: ``unknown-filter``
    """
    for one in shown_filters(session, user, service.current(session).model):
        if one.id == filter_id:
            return one
    raise NotFound("unknown-filter")


def _own_one(session: Session, user: User, filter_id: str) -> Filter:
    return next(one for one in personal_filters(session, user.person) if one.id == filter_id)


def _organisation_row(session: Session, filter_id: str) -> OrganisationFilter:
    row = session.get(OrganisationFilter, filter_id) if re.match(UUID, filter_id) else None
    if row is None:
        raise NotFound("unknown-filter")
    return row
