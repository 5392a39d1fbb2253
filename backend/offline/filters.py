"""The filters that bring records to a person's devices: the organisation's, and his own.

Administrators make *system* filters, which apply to everybody, and *templates*, which are what a person
begins with. Until he changes something his own filters are the templates as they stand; with his first
change (:mod:`backend.offline.filter_edits`) they become copies that are his, under the same ids. Every
pull asks for them, so what was read is remembered by the mark of the wish version.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.accounts.user import User
from backend.expressions.tree import Fields, Finding, Tree, check
from backend.metadata.assignments import wishes_mark
from backend.metadata.condition_fields import fields_of
from backend.metadata.model import Model
from backend.offline.remembered import Remembered
from backend.offline.wish_models import FilterOwner, OrganisationFilter, PersonalFilter

SYSTEM, TEMPLATE = "system", "template"

_COPIES = uuid.UUID("0c1b7a3e-52a0-5d0e-9b76-6f6c1f7a4d11")
_PEOPLE_REMEMBERED = 512
_BYTES_REMEMBERED = 8 * 1024 * 1024
"""As JSON; parsed it is several times as much."""

_organisation: Remembered[str, tuple[Filter, ...]] = Remembered(most=2, heaviest=_BYTES_REMEMBERED)
_personal: Remembered[str, tuple[Filter, ...]] = Remembered(
    most=_PEOPLE_REMEMBERED, heaviest=_BYTES_REMEMBERED
)
_ALL: Final = "all"


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter as it stands; ``kind`` is system, template, or personal."""

    id: str
    kind: str
    entity: str
    label: Mapping[str, str]
    condition: Tree
    active: bool
    template: str | None = None
    size: int = 0
    """Bytes of label and condition as JSON."""

    def wire(self) -> dict[str, Any]:
        """Return what :class:`backend.protocol.standing.ActiveFilter` dumps."""
        return {
            "id": self.id,
            "entity": self.entity,
            "label": dict(self.label),
            "condition": dict(self.condition),
            "active": self.active,
            "system": self.kind == SYSTEM,
        }


def organisation_filters(session: Session, mark: str | None = None) -> tuple[Filter, ...]:
    """Return the filters that administrators made, the oldest first."""
    mark = wishes_mark(session) if mark is None else mark
    known = _organisation.get(_ALL, mark)
    if known is not None:
        return known
    rows = session.scalars(
        select(OrganisationFilter)
        .order_by(OrganisationFilter.at, OrganisationFilter.id)
        .execution_options(populate_existing=True)
    )
    found = tuple(_filter(one, one.kind) for one in rows)
    if _still(session, mark):
        _organisation.keep(_ALL, mark, found, sum(one.size for one in found))
    return found


def personal_filters(session: Session, person: str, mark: str | None = None) -> tuple[Filter, ...]:
    """Return a person's own filters, the oldest first; the templates as his where he has none of his own."""
    mark = wishes_mark(session) if mark is None else mark
    known = _personal.get(person, mark)
    if known is not None:
        return known
    if session.get(FilterOwner, person, populate_existing=True) is None:
        found, weight = copies_for(person, organisation_filters(session, mark)), 0
    else:
        rows = session.scalars(
            select(PersonalFilter)
            .where(PersonalFilter.person == person)
            .order_by(PersonalFilter.at, PersonalFilter.id)
            .execution_options(populate_existing=True)
        )
        found = tuple(_filter(one, "personal", one.template) for one in rows)
        weight = sum(one.size for one in found)
    if _still(session, mark):
        _personal.keep(person, mark, found, weight)
    return found


def copies_for(person: str, filters: Iterable[Filter]) -> tuple[Filter, ...]:
    """Return the organisation's templates as a person's own, under ids that are the same every time."""
    return tuple(
        Filter(
            str(uuid.uuid5(_COPIES, f"{person} {one.id}")),
            "personal",
            one.entity,
            one.label,
            one.condition,
            one.active,
            template=one.id,
            size=one.size,
        )
        for one in filters
        if one.kind == TEMPLATE
    )


def size_of(document: Any) -> int:
    """Return the bytes of a document as JSON."""
    return len(orjson.dumps(document))


def shown_filters(session: Session, user: User, model: Model, mark: str | None = None) -> list[Filter]:
    """Return what a user sees of filters: the system's that are in effect, and all of his own.

    None of an entity that he may not read. What administrators wrote, copies of templates too, is left out
    where it speaks of fields that he may not read: it may bring records, and is not told.
    """
    system = [one for one in organisation_filters(session, mark) if one.kind == SYSTEM and one.active]
    own = personal_filters(session, user.person, mark)
    seen = fields_of(model, user)
    return [
        one
        for one in (*system, *own)
        if user.may("read", one.entity)
        and one.entity in model.entities
        and ((one.kind != SYSTEM and one.template is None) or not _check(one, seen))
    ]


def faults(one: Filter, model: Model, user: User) -> list[Finding]:
    """Return what is wrong with a filter now: the model may have moved, or what its user may read.

    A person's filter may only speak of what he may read; the organisation's is seen with the office's eyes.
    """
    return _check(one, fields_of(model, user if one.kind == "personal" else None))


def in_effect(filters: Iterable[Filter], user: User, model: Model) -> list[Filter]:
    """Return the filters that bring records to a user's devices: active, readable, and without faults."""
    return [
        one
        for one in filters
        if one.active
        and one.kind != TEMPLATE
        and one.entity in model.entities
        and user.may("read", one.entity)
        and not faults(one, model, user)
    ]


def _check(one: Filter, fields: Fields) -> list[Finding]:
    return check(one.condition, one.entity, fields, everything=True)


def _filter(row: OrganisationFilter | PersonalFilter, kind: str, template: str | None = None) -> Filter:
    size = size_of([row.label, row.condition])
    return Filter(row.id, kind, row.entity, row.label, row.condition, row.active, template, size)


def _still(session: Session, mark: str) -> bool:
    """Say whether what was read under a mark may be remembered: unless the mark moved meanwhile."""
    return bool(mark) and wishes_mark(session) == mark
