"""Trying out filters before they are saved: what is active decides what every pull of a phone costs.

Each is asked as a plan asks for it, all of a person's together, so that many that are bearable alone are not
saved either. It is read before the filter is written: nobody waits for a writer that tries something out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.accounts.asking import context_of
from backend.accounts.user import OFFICE, User
from backend.metadata import service
from backend.offline.filter_edits import Body, check_body, shown_one
from backend.offline.filters import Filter, in_effect, personal_filters
from backend.offline.terms import Terms
from backend.offline.wanted import Wanted, by_entity

_NEW = "new"


def try_written(session: Session, user: User, filter_id: str | None, body: Body, *, now: dt.datetime) -> None:
    """Ask for what the user's filters would bring with one that is to be written; ``filter_id`` None: new.

    :raises NotFound: ``unknown-filter``
    :raises Invalid: something is wrong in it, with the place
    """
    if filter_id is not None:
        shown_one(session, user, filter_id)
    check_body(body, service.current(session).model, user)
    _try(session, user, filter_id, body, now)


def try_activated(session: Session, user: User, filter_id: str, *, now: dt.datetime) -> None:
    """Ask for what the user's filters would bring with one of them switched on.

    :raises NotFound: ``unknown-filter``
    """
    known = shown_one(session, user, filter_id)
    body = {"entity": known.entity, "label": known.label, "condition": known.condition, "active": True}
    _try(session, user, filter_id, body, now)


def try_of_organisation(session: Session, body: Body, *, now: dt.datetime) -> None:
    """Ask for what a filter of the organisation's would bring somebody who may read everything.

    :raises Invalid: something is wrong in it, with the place
    """
    check_body(body, service.current(session).model, None)
    if body["active"]:
        _count(session, OFFICE, [_filter(_NEW, body)], now)


def _try(session: Session, user: User, filter_id: str | None, body: Body, now: dt.datetime) -> None:
    if body["active"]:
        others = [one for one in personal_filters(session, user.person) if one.id != filter_id]
        _count(session, user, [_filter(filter_id or _NEW, body), *others], now)


def _filter(filter_id: str, body: Body) -> Filter:
    entity, active = body["entity"], bool(body["active"])
    return Filter(filter_id, "personal", entity, body["label"], body["condition"], active)


def _count(session: Session, user: User, filters: Iterable[Filter], now: dt.datetime) -> None:
    model = service.current(session).model
    wanted = Wanted(
        profile={"entities": []},
        filters={},
        personal=by_entity(in_effect(filters, user, model)),
        entities=(),
        key="",
        mark="",
    )
    terms = Terms(user, model, wanted, context_of(user, now), None)
    for entity in wanted.personal:
        session.execute(select(func.count()).select_from(terms.query(entity).subquery()))
