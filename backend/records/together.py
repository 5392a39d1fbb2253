"""Changes of one device that go together: each is what it would be alone, and only the statements are shared.

What goes together has nothing to do with each other: plain edits and new records, no record twice, none that
points at one that another of them makes, none that rules read from another record, nothing from which more
follows than its own rows. Of the changes that come, the longest beginning is taken for which that holds and
of which nothing is refused; whatever stands behind it waits for its own turn, so that the order stays. What
is refused, and why, only :func:`backend.records.apply.apply` says.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from sqlalchemy.orm import Session

from backend.accounts.circle import STANDING_ON
from backend.accounts.user import User
from backend.errors import AppError
from backend.fields.lookup import targets_of
from backend.metadata.model_rules import rules_of
from backend.metadata.service import Metadata
from backend.records.stages import (
    Change,
    Outcome,
    Part,
    origin_of,
    read_in,
    settle,
    tell_written,
    write_settled,
)
from backend.records.work import Work
from backend.signals import records_foreseen

ATTEMPTS: Final = 3
"""How often a shorter beginning is tried, each time up to the first change that turned out to stand alone."""

PLAIN: Final = frozenset({"create", "set"})
"""The acts of changes that go together."""

Place = tuple[str, str]


class _StandsAlone(Exception):
    """Something follows from a change; ``at``: its place among the changes."""

    def __init__(self, at: int) -> None:
        self.at = at


def apply_together(
    session: Session,
    user: User,
    changes: Sequence[Change],
    *,
    metadata: Metadata,
    now: dt.datetime,
    device: str,
) -> list[Outcome]:
    """Apply the longest beginning that goes together; return an outcome of each change in it, if any."""
    count = len(changes)
    for _ in range(ATTEMPTS):
        parts = _beginning(session, user, changes[:count], metadata, now, device)
        if len(parts) < 2:
            break
        try:
            with session.begin_nested():
                settle(session, parts, metadata)
                _look_ahead(session, parts)
                outcomes = write_settled(session, parts)
        except AppError as refusal:
            count = _whose(parts, refusal)
        except _StandsAlone as found:
            count = found.at
        else:
            tell_written(session, parts)
            return outcomes
    return []


def _beginning(
    session: Session,
    user: User,
    changes: Sequence[Change],
    metadata: Metadata,
    now: dt.datetime,
    device: str,
) -> list[Part]:
    parts: list[Part] = []
    company = _Company(rules_of(metadata.model).reaching)
    for change in changes:
        if not all(act["kind"] in PLAIN for act in change["acts"]):
            break
        try:
            part = read_in(session, change, origin_of(change, user, device, now), metadata)
        except AppError:
            break
        if not company.takes(part.works):
            break
        parts.append(part)
    return parts


class _Company:
    """What the changes that go together act on, make and point at."""

    def __init__(self, reaching: frozenset[str]) -> None:
        self._reaching = reaching
        self._acted_on: set[Place] = set()
        self._made: set[Place] = set()
        self._pointed_at: set[Place] = set()

    def takes(self, works: Sequence[Work]) -> bool:
        """Take in the works of one more change, if it is plain and has to do with none of the others."""
        if not all(_is_plain(work) and work.intent.entity not in self._reaching for work in works):
            return False
        acts_on = {work.place for work in works}
        makes = {work.place for work in works if work.intent.kind == "create"}
        points_at = {place for work in works for place in _targets(work)} - makes
        if acts_on & self._acted_on or makes & self._pointed_at or points_at & self._made:
            return False
        self._acted_on |= acts_on
        self._made |= makes
        self._pointed_at |= points_at
        return True


def _is_plain(work: Work) -> bool:
    if work.intent.entity in STANDING_ON:
        # Where a person stands decides what he may do to others' records.
        return False
    # A unique value that one lets go of another may take: which comes first counts.
    return work.intent.kind == "create" or not any(work.layout.fields[name].unique for name in work.asked)


def _targets(work: Work) -> list[Place]:
    fields = ((work.layout.fields[name].definition, value) for name, value in work.asked.items())
    return [
        (field.target, one)
        for field, value in fields
        if field.type == "lookup" and field.target is not None
        for one in targets_of(value)
    ]


def _look_ahead(session: Session, parts: Sequence[Part]) -> None:
    """Ask who follows changes whether one of these needs him, and a turn of its own with that."""
    for at, part in enumerate(parts):
        changed = part.changed
        asked = records_foreseen.send(session=session, changed=changed) if changed else []
        if any(follows for _, follows in asked):
            raise _StandsAlone(at)


def _whose(parts: Sequence[Part], refusal: AppError) -> int:
    """Return which change a refusal ends; the first, if it does not say."""
    place = refusal.arguments.get("entity"), refusal.arguments.get("record")
    return next((at for at, part in enumerate(parts) if place in {work.place for work in part.works}), 0)
