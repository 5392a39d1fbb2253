"""Who may do what to which record: the one evaluator of record rights.

A depth speaks of a record's owner: myself, my teams, the people and teams of my unit, of the units below,
anyone. A share adds single records, whatever the owner, for whoever's roles read the entity at all.
Nothing but reading can be done to what may not be read.

What comes out is a condition over sidecars, so that lists, scopes, references and checks under the
stream's lock ask the same of the same rows. It is true or not true (of a record without an owner it may
be unknown): never put ``not`` before it. None means every record, so that who may do everything pays nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final, Self

from sqlalchemy import (
    Boolean,
    ColumnElement,
    ScalarSelect,
    Select,
    Text,
    and_,
    bindparam,
    cast,
    false,
    or_,
    select,
    union_all,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from backend.accounts.circle import people, teams
from backend.accounts.user import DEPTHS, User
from backend.database.listed import listed
from backend.metadata.model import Entity, Model
from backend.protocol.metadata import OPERATIONS
from backend.records.models import record, record_share

TO_RECORDS: Final = tuple(operation for operation in OPERATIONS if operation not in ("read", "create"))
"""What may be done to a record that is there."""

_SHARES: Final = "shares"
_shared_with = select(record_share.c.record, record_share.c.may).where(
    record_share.c.entity == bindparam("the_entity"),
    listed(record_share.c.record, "ids"),
    listed(record_share.c.grantee, "myself"),
)


def within(
    user: User, operation: str, entity: Entity, *, sidecar: Any = record
) -> ColumnElement[bool] | None:
    """Return the condition over sidecars of an entity of what the user may do ``operation`` to; None: all.

    ``create`` is asked where a deleted record is to come back. The entity itself is no part of the condition.

    :param sidecar: the table ``record``, or an alias of it
    """
    return _within(user, operation, entity.id, sidecar)


def within_any(user: User, operation: str, entities: Iterable[str]) -> ColumnElement[bool]:
    """Return the condition over sidecars of several entities: of one of them, and within reach."""
    whole: list[str] = []
    parts: list[ColumnElement[bool]] = []
    for entity in entities:
        condition = _within(user, operation, entity, record)
        if condition is None:
            whole.append(entity)
        elif user.may("read", entity):
            parts.append(and_(record.c.entity == entity, condition))
    return or_(record.c.entity.in_(whole), *parts)


def allowed(
    session: Session, user: User, operation: str, model: Model, entity: str, ids: Iterable[str]
) -> set[str]:
    """Return those of ``ids`` to which the user may do ``operation``, deleted records included.

    Where the right reaches all records nothing is looked up: an id that no record has is returned too.
    """
    wanted = set(ids)
    condition = within(user, operation, model.entity(entity))
    if condition is None or not wanted:
        return wanted
    query = select(record.c.id).where(record.c.entity == entity, record.c.id.in_(sorted(wanted)), condition)
    return set(session.execute(query).scalars())


def operations_on(session: Session, user: User, entity: Entity, ids: Iterable[str]) -> dict[str, list[str]]:
    """Return, for each of ``ids``, all of which the user may read, what he may do to it, reading included."""
    wanted = list(ids)
    everywhere = ["read", *(one for one in TO_RECORDS if within(user, one, entity) is None)]
    asked = {one: within(user, one, entity) for one in TO_RECORDS if one not in everywhere}
    found = {identity: list(everywhere) for identity in wanted}
    conditions = [condition.label(one) for one, condition in asked.items() if condition is not None]
    if conditions and wanted:
        query = select(record.c.id, *conditions).where(record.c.entity == entity.id, record.c.id.in_(wanted))
        for identity, *holds in session.execute(query):
            found[identity] += [one for one, held in zip(asked, holds, strict=True) if held]
    return found


def shared_with(session: Session, user: User, entity: str, ids: Iterable[str]) -> dict[str, list[str]]:
    """Return the operations that records are shared for with the user or his teams, of those that are."""
    if not session.info.get(_SHARES, True):
        return {}
    place = {"the_entity": entity, "ids": list(ids), "myself": _myself(user)}
    found: dict[str, set[str]] = {}
    for identity, may in session.connection().execute(_shared_with, place).all():
        found.setdefault(identity, set()).update(may)
    return {identity: [one for one in OPERATIONS if one in may] for identity, may in found.items()}


def note_shares(session: Session, *, there: bool) -> None:
    """Take what a transaction that only reads has found: whether any record is shared with anybody."""
    session.info[_SHARES] = there


def reaches_owner(session: Session, user: User, operation: str, entity: Entity, owner: str | None) -> bool:
    """Say whether a record that ``owner`` has, or will have, is within the user's depth of ``operation``."""
    depth = user.depth(operation, entity.id)
    if depth == "all" or owner is None:
        return depth == "all"
    return depth != "none" and owner in owners(session, user, depth)


def owners(session: Session, user: User, depth: str) -> set[str]:
    """Return the people and teams whose records a depth reaches for the user; of ``all`` none are named."""
    if depth in ("none", "all"):
        return set()
    found = set(_myself(user) if depth != "own" else [user.person])
    units = _units(user, depth)
    return found | set(session.execute(_belonging_to(units)).scalars()) if units else found


def _within(user: User, operation: str, entity: str, sidecar: Any) -> ColumnElement[bool] | None:
    if not user.may("read", entity):
        return false()
    asked = _reached(user, operation, entity, sidecar)
    if operation == "read" or asked is None:
        return asked if operation == "read" else _reached(user, "read", entity, sidecar)
    # Depths are nested and a share is one of reading too: what reaches no farther needs no second condition.
    if DEPTHS.index(user.depth(operation, entity)) <= DEPTHS.index(user.depth("read", entity)):
        return asked
    readable = _reached(user, "read", entity, sidecar)
    return asked if readable is None else and_(asked, readable)


def _reached(user: User, operation: str, entity: str, sidecar: Any) -> ColumnElement[bool] | None:
    depth = user.depth(operation, entity)
    if depth == "all":
        return None
    conditions: list[ColumnElement[bool]] = []
    if depth != "none":
        conditions.append(sidecar.c.owner.in_([user.person] if depth == "own" else _myself(user)))
        units = _units(user, depth)
        if units:
            conditions.append(among(sidecar.c.owner, _belonging_to(units).scalar_subquery()))
    if operation != "create":
        conditions.append(among(sidecar.c.id, _shared(tuple(_myself(user)), operation, entity)))
    return or_(false(), *conditions)


def _myself(user: User) -> list[str]:
    return [user.person, *sorted(user.circle.teams)]


def _units(user: User, depth: str) -> list[str]:
    if depth == "unit":
        return [] if user.circle.unit is None else [user.circle.unit]
    return sorted(user.circle.units_below) if depth == "unit_and_below" else []


def _belonging_to(units: list[str]) -> Select[Any]:
    found = [select(one.c.id).where(one.c.f_unit.in_(units)) for one in (people.alias(), teams.alias())]
    return select(union_all(*found).subquery().c.id)


@lru_cache(maxsize=1024)
def _shared(grantees: tuple[str, ...], operation: str, entity: str) -> ScalarSelect[Any]:
    share = record_share.alias()
    query = select(share.c.record).where(share.c.entity == entity, share.c.grantee.in_(grantees))
    if operation != "read":
        # The list is one of a closed set of words; as text it reads alike on both databases.
        query = query.where(cast(share.c.may, Text).contains(f'"{operation}"'))
    return query.correlate(None).scalar_subquery()


class among(FunctionElement[bool]):  # noqa: N801 - stands in SQL expressions as a function does
    """A column's value is among those of a small subquery that is run once.

    ``IN`` with a subquery cannot use an index of PostgreSQL where it stands in an ``OR``; an array can.
    """

    inherit_cache = True
    type = Boolean()

    def self_group(self, against: Any = None) -> Self:
        # It is a condition as it stands: compared with 1, as SQLite's booleans are, it would use no index.
        return self


@compiles(among)
def _in_subquery(element: among, compiler: SQLCompiler, **kw: Any) -> str:
    left, right = element.clauses
    return f"{compiler.process(left, **kw)} IN {compiler.process(right, **kw)}"


@compiles(among, "postgresql")
def _any_of_array(element: among, compiler: SQLCompiler, **kw: Any) -> str:
    left, right = element.clauses
    return f"{compiler.process(left, **kw)} = ANY(ARRAY{compiler.process(right, **kw)})"
