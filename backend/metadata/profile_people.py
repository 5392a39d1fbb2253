"""The people to whom offline profiles are given: targets that are there, their names, who has several."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.accounts.circle import people, teams
from backend.accounts.models import Account, AccountRole, Role, TeamMember
from backend.errors import Invalid
from backend.metadata.assignments import Assignment, assignments
from backend.metadata.service import Metadata
from backend.protocol.shape import UUID

Document = dict[str, Any]


def check_targets(session: Session, targets: Sequence[Assignment]) -> None:
    """Refuse what a profile cannot be given to.

    :raises Invalid: ``profile-unknown-target``, with its place
    """
    known = _names(session, targets)
    for number, one in enumerate(targets):
        if (one.kind == "everyone") != (one.target == "") or (
            one.kind != "everyone" and (one.kind, one.target) not in known
        ):
            raise Invalid(
                "profile-unknown-target", field=f"to.{number}.target", kind=one.kind, target=one.target
            )


def with_names(session: Session, targets: Iterable[Assignment]) -> list[Document]:
    """Return assignments as the protocol's ``AssignedTo``; what is not there any more has no name."""
    listed = list(targets)
    known = _names(session, listed)
    return [
        {
            "profile": one.profile,
            "kind": one.kind,
            "target": one.target or None,
            "name": known.get((one.kind, one.target)),
        }
        for one in listed
    ]


def overview(session: Session, metadata: Metadata) -> Document:
    """Return all assignments, and who is given several published profiles, whose union he works by."""
    everything = assignments(session)
    published = [one for one in everything if one.profile in metadata.profiles]
    return {
        "assignments": with_names(session, everything),
        "several": [
            {
                "person": person,
                "name": name,
                "profiles": profiles,
                "warning": {
                    "code": "profile-several",
                    "arguments": {"name": name, "count": len(profiles), "profiles": ", ".join(profiles)},
                },
            }
            for person, name, profiles in _profiles_of_people(session, published)
            if len(profiles) > 1
        ],
    }


def _profiles_of_people(
    session: Session, given: Iterable[Assignment]
) -> Iterable[tuple[str, str, list[str]]]:
    by_target: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for one in given:
        by_target[one.kind, one.target].add(one.profile)
    held: defaultdict[int, set[str]] = defaultdict(set)
    for account, role in session.execute(select(AccountRole.account, AccountRole.role)):
        held[account] |= by_target.get(("role", role), set())
    inside: defaultdict[str, set[str]] = defaultdict(set)
    for team, person in session.execute(select(TeamMember.team, TeamMember.person)):
        inside[person] |= by_target.get(("team", team), set())
    accounts = select(Account.id, Account.person, Account.name).where(Account.disabled.is_(False))
    for account, person, name in session.execute(accounts.order_by(Account.name, Account.id)):
        own = by_target.get(("person", person), set())
        everyone = by_target.get(("everyone", ""), set())
        yield person, name, sorted(everyone | held[account] | inside[person] | own)


def _names(session: Session, targets: Iterable[Assignment]) -> Mapping[tuple[str, str], str]:
    """Return ``(kind, target)`` → name of those that are there."""
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    for one in targets:
        if one.kind == "role" or re.match(UUID, one.target):
            wanted[one.kind].add(one.target)
    found: dict[tuple[str, str], str] = {}
    if wanted["role"]:
        rows = session.execute(select(Role.id, Role.document).where(Role.id.in_(sorted(wanted["role"]))))
        found.update({("role", row.id): _text(row.document["label"], row.id) for row in rows})
    for kind, table in (("team", teams), ("person", people)):
        if wanted[kind]:
            query = select(table.c.id, table.c.f_name).where(table.c.id.in_(sorted(wanted[kind])))
            found.update({(kind, row.id): row.f_name or "" for row in session.execute(query)})
    return found


def _text(label: Mapping[str, str], otherwise: str) -> str:
    return label.get("en") or next(iter(label.values()), otherwise)
