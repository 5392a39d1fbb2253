"""Why a person may, or may not, do something to one record: his roles, its owner, shares, fields.

Each role is asked on its own, by the same evaluator that decides (:mod:`backend.records.reach`); the verdict
is that of all together. Facts are for administrators: they name roles, owners and units. Sentences stand in
the catalogue under ``explain.<code>``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.accounts.circle import company, people, teams, units
from backend.accounts.rights import united
from backend.accounts.user import DEPTHS, NO_RIGHTS, User
from backend.metadata.model import Document, Entity
from backend.metadata.service import Metadata
from backend.protocol.metadata import OPERATIONS
from backend.records import reach
from backend.records.models import record, record_share

Text = Mapping[str, str]

ABOUT_FIELDS: Final = "fields"


@dataclass(frozen=True, slots=True)
class Fact:
    """One reason: what it is about (an operation, or ``fields``), whether it speaks for or against.

    ``speaks``: yes, no, or tells (neither by itself).
    """

    about: str
    speaks: str
    code: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person may do to a record, and why."""

    may: Mapping[str, bool]
    hidden: tuple[str, ...]
    read_only: tuple[str, ...]
    facts: tuple[Fact, ...]


def explain(
    session: Session,
    user: User,
    metadata: Metadata,
    entity: str,
    identity: str,
    *,
    roles: Sequence[Document],
    language: str = "en",
) -> Verdict:
    """Say what the user may do to a record, and why, or why not. ``roles``: the documents that he holds."""
    known = metadata.model.entities.get(entity)
    nothing = dict.fromkeys(OPERATIONS, False)
    if known is None:
        return Verdict(nothing, (), (), (Fact("read", "no", "entity-unknown", {"entity": entity}),))
    asked = _Asked(session, user, known, identity, roles, language)
    row = session.execute(
        select(record.c.owner, record.c.gone).where(record.c.entity == entity, record.c.id == identity)
    ).one_or_none()
    if row is None or row.gone:
        code = "record-unknown" if row is None else "record-deleted"
        return Verdict(nothing, (), (), (Fact("read", "no", code), *asked.fields()))
    may = asked.verdict(row.owner)
    facts = (*asked.owner(row.owner), *asked.roles_on(row.owner), *asked.shares(), *asked.fields())
    hidden = user.hidden(entity) - {known.title}
    return Verdict(may, tuple(sorted(hidden)), tuple(sorted(user.read_only(entity))), facts)


@dataclass(frozen=True, slots=True)
class _Asked:
    session: Session
    user: User
    entity: Entity
    identity: str
    roles: Sequence[Document]
    language: str

    def verdict(self, owner: str | None) -> dict[str, bool]:
        if not self._readable():
            return dict.fromkeys(OPERATIONS, False)
        found = reach.operations_on(self.session, self.user, self.entity, [self.identity])[self.identity]
        create = self._reaches(self.user, "create", owner)
        return {**{one: one in found for one in OPERATIONS}, "create": create}

    def owner(self, owner: str | None) -> Iterator[Fact]:
        if not self.entity.owned:
            yield Fact(
                "read", "tells", "owner-organisation", {"entity": self._text(self.entity.document["label"])}
            )
            return
        if owner is None:
            yield Fact("read", "tells", "owner-none")
            return
        if owner == self.user.person:
            yield Fact("read", "tells", "owner-self")
            return
        name = self._name(people, owner)
        if name is None:
            team = self._name(teams, owner) or "?"
            inside = "yes" if owner in self.user.circle.teams else "no"
            yield Fact("read", "tells", "owner-team", {"team": team, "inside": inside})
        else:
            yield Fact("read", "tells", "owner-person", {"name": name})
        yield from self._unit_of(owner)

    def roles_on(self, owner: str | None) -> Iterator[Fact]:
        if self.user.everything:
            for document in self.roles:
                if "administer" in document["privileges"]:
                    yield Fact("read", "yes", "role-everything", {"role": self._text(document["label"])})
            return
        reading = False
        for document in self.roles:
            alone = replace(self.user, rights=united([document]))
            for operation in OPERATIONS:
                depth = alone.depth(operation, self.entity.id)
                if depth == "none":
                    continue
                reading = reading or operation == "read"
                reached = self._reaches(alone, operation, owner)
                yield Fact(
                    operation,
                    "yes" if reached else "no",
                    "role-reaches" if reached else "role-falls-short",
                    {"role": self._text(document["label"]), "operation": operation, "depth": depth},
                )
        if not reading:
            yield Fact("read", "no", "no-role-reads", {"entity": self._text(self.entity.document["plural"])})

    def shares(self) -> Iterator[Fact]:
        mine = {self.user.person, *self.user.circle.teams}
        rows = self.session.execute(
            select(record_share.c.grantee, record_share.c.may, record_share.c.by)
            .where(record_share.c.entity == self.entity.id, record_share.c.record == self.identity)
            .order_by(record_share.c.at, record_share.c.grantee)
        )
        for grantee, may, by in rows:
            if grantee not in mine:
                continue
            given = {
                "by": self._name(people, by) or "?",
                "team": (self._name(teams, grantee) or "?") if grantee != self.user.person else "",
                "toTeam": "no" if grantee == self.user.person else "yes",
            }
            for operation in may:
                usable = self.user.may("read", self.entity.id)
                code = "shared" if usable else "shared-in-vain"
                yield Fact(operation, "yes" if usable else "no", code, {**given, "operation": operation})

    def fields(self) -> Iterator[Fact]:
        rights = NO_RIGHTS if self.user.everything else self.user.rights.get(self.entity.id, NO_RIGHTS)
        for code, names, key, operation in (
            ("field-hidden", rights.hidden, "hidden", "read"),
            ("field-read-only", rights.read_only, "readOnly", "edit"),
        ):
            for name in sorted(names):
                known = self.entity.fields.get(name)
                label = name if known is None else self._text(known["label"])
                keeping = [
                    self._text(document["label"])
                    for document in self.roles
                    if name in document["entities"].get(self.entity.id, {}).get(key, ())
                    and document["entities"][self.entity.id][operation] != "none"
                ]
                yield Fact(ABOUT_FIELDS, "no", code, {"field": label, "roles": ", ".join(keeping)})

    def _readable(self) -> bool:
        condition = reach.within(self.user, "read", self.entity)
        if condition is None:
            return True
        asked = select(record.c.id).where(
            record.c.entity == self.entity.id, record.c.id == self.identity, condition
        )
        return self.session.scalar(asked) is not None

    def _unit_of(self, owner: str) -> Iterator[Fact]:
        where = company(self.session)
        unit = where.team_units.get(owner) or where.units.get(owner)
        mine = self.user.circle.unit
        if unit is None:
            yield Fact("read", "tells", "owner-without-unit")
        elif mine is None:
            yield Fact("read", "tells", "no-unit", {"unit": self._name(units, unit) or "?"})
        else:
            below = unit in self.user.circle.units_below
            arguments = {
                "unit": self._name(units, unit) or "?",
                "mine": self._name(units, mine) or "?",
                "place": "same" if unit == mine else "below" if below else "elsewhere",
            }
            yield Fact("read", "tells", "owner-unit", arguments)

    def _reaches(self, user: User, operation: str, owner: str | None) -> bool:
        if not self.entity.owned:
            return user.depth(operation, self.entity.id) == DEPTHS[-1]
        return reach.reaches_owner(self.session, user, operation, self.entity, owner)

    def _name(self, table: Any, identity: str) -> str | None:
        found: str | None = self.session.scalar(select(table.c.f_name).where(table.c.id == identity))
        return found

    def _text(self, label: Text) -> str:
        return label.get(self.language) or label.get("en") or next(iter(label.values()), "?")
