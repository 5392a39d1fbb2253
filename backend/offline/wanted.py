"""What a user wants on his devices, beside what he may have: profile, filters, and what he keeps.

Read by every pull, so all of it but two small queries is remembered: by the marks of the publication and
of the wish version, which never come again, and by what the user may read. What is wanted is decided with
one evaluator, :mod:`backend.offline.scope`; here is only *what* is asked of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import orjson
from sqlalchemy import select, union
from sqlalchemy.orm import Session

from backend.accounts.user import User
from backend.expressions.tree import Tree
from backend.metadata.assignments import wishes_mark
from backend.metadata.model import Document
from backend.metadata.service import Metadata, profile_for
from backend.offline.filters import SYSTEM, Filter, in_effect, organisation_filters, personal_filters
from backend.offline.remembered import Remembered
from backend.offline.wish_models import RecentRecord
from backend.records.models import kept

REMEMBERED = 512
UNSAID_STAGE = 2
"""The stage of what no profile speaks of: the user's own filters, and what he keeps."""
BYTES_REMEMBERED = 16 * 1024 * 1024
"""Of conditions as JSON; the documents of profiles are everybody's and counted nowhere."""

_Sight = frozenset[tuple[str, frozenset[str]]] | None
_known: Remembered[str, Wishes] = Remembered(most=REMEMBERED, heaviest=BYTES_REMEMBERED)


@dataclass(frozen=True)
class Wishes:
    """What follows from profile and filters alone."""

    profile: Document
    filters: tuple[Filter, ...]
    organisation: Mapping[str, tuple[Tree, ...]]
    personal: Mapping[str, tuple[Tree, ...]]
    entities: frozenset[str]
    key: str
    size: int


@dataclass(frozen=True)
class Wanted:
    """What a user wants on his devices.

    ``filters`` are the organisation's and see with the office's eyes, as the profile's rules do;
    ``personal`` are the user's own, whose paths must not enter a record that he may not read. Both by
    entity, in effect, each free of faults. ``entities``: all of which he may hold anything, also because
    he keeps it or opened it lately, parents first; none that he may not read. ``key`` moves with which
    records and fields the profile and the filters bring; single records that are kept or opened are
    touched instead. ``mark``: the wish version's.
    """

    profile: Document
    filters: Mapping[str, tuple[Tree, ...]]
    personal: Mapping[str, tuple[Tree, ...]]
    entities: tuple[str, ...]
    key: str
    mark: str
    named: tuple[Filter, ...] = ()
    """The filters of both kinds with their labels, for telling which of them brought a record."""
    size: int = 0
    """Bytes of the filters as JSON."""
    later: frozenset[str] = frozenset()
    """The entities that come with a later stage of a first copy."""

    def stage(self, entity: str) -> int:
        """Return with which stage of a first copy an entity comes."""
        stages = (int(part["stage"]) for part in self.profile["entities"] if part["id"] == entity)
        return next(stages, UNSAID_STAGE)

    def next_stage(self, reached: int | None = None) -> int | None:
        """Return the first stage after ``reached``, or of all; None: there is none."""
        stages = map(self.stage, self.entities)
        return min((one for one in stages if reached is None or one > reached), default=None)

    def through(self, stage: int | None) -> Wanted:
        """Return what is wanted up to and with a stage; None: all of it.

        Conditions stay as they are, also where they speak of what comes later.
        """
        later = frozenset(one for one in self.entities if stage is not None and self.stage(one) > stage)
        if not later:
            return self
        entities = tuple(one for one in self.entities if one not in later)
        return replace(self, entities=entities, later=later, key=f"{self.key}/{stage}")


def wanted_of(
    session: Session,
    user: User,
    metadata: Metadata,
    *,
    mark: str | None = None,
    single: Iterable[str] | None = None,
) -> Wanted:
    """Return what a user wants on his devices now.

    ``mark``, the wish version's, and ``single``, the entities of which he keeps records or opened some
    lately, come from the caller where he has read them already.
    """
    mark = wishes_mark(session) if mark is None else mark
    wishes = _wishes(session, user, metadata, mark)
    single = _entities_of_single_records(session, user.person) if single is None else single
    held = wishes.entities.union(single)
    return Wanted(
        profile=wishes.profile,
        filters=wishes.organisation,
        personal=wishes.personal,
        entities=tuple(
            entity for entity in metadata.model.parents_first if entity in held and user.may("read", entity)
        ),
        key=wishes.key,
        mark=mark,
        named=wishes.filters,
        size=wishes.size,
    )


def _wishes(session: Session, user: User, metadata: Metadata, mark: str) -> Wishes:
    profile = profile_for(session, user, metadata, mark=mark)
    version = (mark, metadata.mark, profile["key"], _sight(user))
    known = _known.get(user.person, version)
    if known is not None and known.profile is profile:
        return known
    filters = (*organisation_filters(session, mark), *personal_filters(session, user.person, mark))
    active = tuple(in_effect(filters, user, metadata.model))
    entities = {part["id"] for part in profile["entities"]} | {one.entity for one in active}
    found = Wishes(
        profile=profile,
        filters=active,
        organisation=by_entity(one for one in active if one.kind == SYSTEM),
        personal=by_entity(one for one in active if one.kind != SYSTEM),
        entities=frozenset(entities),
        key=_key(profile, active),
        size=sum(one.size for one in active),
    )
    # Only under a mark that is still the one: a transaction that writes may see others commit.
    if mark and metadata.mark and wishes_mark(session) == mark:
        _known.keep(user.person, version, found, found.size)
    return found


def _sight(user: User) -> _Sight:
    """Return what the user may read of the model: entities, with the fields that are hidden."""
    if user.everything:
        return None
    return frozenset(
        (entity, rights.hidden) for entity, rights in user.rights.items() if user.may("read", entity)
    )


def _entities_of_single_records(session: Session, person: str) -> Iterable[str]:
    return session.scalars(
        union(
            select(kept.c.entity).where(kept.c.person == person),
            select(RecentRecord.entity).where(RecentRecord.person == person),
        )
    )


def by_entity(filters: Iterable[Filter]) -> Mapping[str, tuple[Tree, ...]]:
    """Return the conditions of filters by the entity that each is over."""
    found: dict[str, tuple[Tree, ...]] = {}
    for one in filters:
        found[one.entity] = (*found.get(one.entity, ()), one.condition)
    return MappingProxyType(found)


def _key(profile: Document, filters: Iterable[Filter]) -> str:
    parts = sorted(
        orjson.dumps([one.entity, one.kind, one.condition], option=orjson.OPT_SORT_KEYS) for one in filters
    )
    return hashlib.sha256(b"\n".join([profile["key"].encode(), *parts])).hexdigest()[:16]
