"""The organisation as its administrators see it: people with their accounts, teams, units.

People are records and accounts are not: whoever has a record is listed, with or without a right to sign in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from backend.accounts.circle import Company, company, people, team_members, teams, units
from backend.accounts.models import Account, AccountRole, TeamMember
from backend.errors import NotFound
from backend.fields.fold import search_key

Document = dict[str, Any]

LARGEST_PAGE: Final = 200
_SHOWN = (people.c.id, people.c.f_name, people.c.f_job_title, people.c.f_phone)
_ACCOUNT = (Account.id.label("account"), Account.email, Account.language, Account.zone, Account.disabled)


def page(
    session: Session,
    *,
    after: str | None = None,
    limit: int = 50,
    search: str | None = None,
    role: str | None = None,
    team: str | None = None,
    unit: str | None = None,
) -> Document:
    """Return people in the order in which their records were made, a page at a time.

    ``unit``: with all units below it.
    """
    query = _people()
    if search:
        for word in search_key(search.replace("\0", " ")).split(" ")[:8]:
            query = query.where(people.c.s_name.contains(word, autoescape=True))
    if role:
        held = select(AccountRole.account).where(AccountRole.role == role)
        query = query.where(Account.id.in_(held))
    if team:
        inside = select(TeamMember.person).where(TeamMember.team == team)
        query = query.where(people.c.id.in_(inside))
    where = company(session)
    if unit:
        query = query.where(people.c.f_unit.in_(sorted(where.below(unit))))
    total = session.execute(select(func.count()).select_from(query.order_by(None).subquery())).scalar_one()
    if after:
        query = query.where(people.c.id > after)
    limit = max(1, min(limit, LARGEST_PAGE))
    rows = session.execute(query.limit(limit + 1)).mappings().all()
    shown = rows[:limit]
    return {
        "people": _documents(session, shown, where),
        "next": shown[-1]["id"] if len(rows) > limit else None,
        "total": total,
    }


def person(session: Session, identity: str) -> Document:
    """Return one person.

    :raises NotFound: ``unknown-person``
    """
    found = session.execute(_people().where(people.c.id == identity)).mappings().one_or_none()
    if found is None:
        raise NotFound("unknown-person")
    return _documents(session, [found], company(session))[0]


def all_teams(session: Session) -> list[Document]:
    """Return the teams with their members, by name."""
    members = team_members(session)
    rows = session.execute(select(teams).order_by(teams.c.f_name, teams.c.id))
    return [
        {"id": row.id, "name": row.f_name, "unit": row.f_unit, "members": sorted(members.get(row.id, ()))}
        for row in rows
    ]


def team(session: Session, identity: str) -> Document:
    """Return one team with its members.

    :raises NotFound: ``unknown-team``
    """
    for found in all_teams(session):
        if found["id"] == identity:
            return found
    raise NotFound("unknown-team")


def all_units(session: Session) -> list[Document]:
    """Return the units, those on top first, each with the number of people in it and in all below it."""
    where = company(session)
    counts: dict[str, int] = {}
    for unit in where.units.values():
        if unit is not None:
            counts[unit] = counts.get(unit, 0) + 1
    depth = {unit: len(where.above(unit)) for unit in where.parents}
    rows = session.execute(select(units))
    found = [
        {
            "id": row.id,
            "name": row.f_name,
            "parent": row.f_parent,
            "people": counts.get(row.id, 0),
            "people_below": sum(counts.get(one, 0) for one in where.below(row.id)),
        }
        for row in rows
    ]
    return sorted(found, key=lambda one: (depth[one["id"]], one["name"] or "", one["id"]))


def unit(session: Session, identity: str) -> Document:
    """Return one unit.

    :raises NotFound: ``unknown-unit``
    """
    for found in all_units(session):
        if found["id"] == identity:
            return found
    raise NotFound("unknown-unit")


def existing_people(session: Session, wanted: Iterable[str]) -> frozenset[str]:
    """Return those of the ids that are people's."""
    return frozenset(session.scalars(select(people.c.id).where(people.c.id.in_(list(wanted)))))


def existing_teams(session: Session, wanted: Iterable[str]) -> frozenset[str]:
    """Return those of the ids that are teams'."""
    return frozenset(session.scalars(select(teams.c.id).where(teams.c.id.in_(list(wanted)))))


def _people() -> Select[Any]:
    joined = people.outerjoin(Account, Account.person == people.c.id)
    can = Account.password_hash.is_not(None).label("can_sign_in")
    return (
        select(*_SHOWN, people.c.f_manager, people.c.f_unit, *_ACCOUNT, can)
        .select_from(joined)
        .order_by(people.c.id)
    )


def _documents(session: Session, rows: Iterable[Mapping[Any, Any]], where: Company) -> list[Document]:
    listed = list(rows)
    accounts = [row["account"] for row in listed if row["account"] is not None]
    roles: dict[int, list[str]] = {}
    held = select(AccountRole.account, AccountRole.role).where(AccountRole.account.in_(accounts))
    for account, role in session.execute(held.order_by(AccountRole.role)):
        roles.setdefault(account, []).append(role)
    return [
        {
            "person": row["id"],
            "name": row["f_name"],
            "job_title": row["f_job_title"],
            "phone": row["f_phone"],
            "manager": row["f_manager"],
            "unit": row["f_unit"],
            "teams": sorted(where.circle(row["id"]).teams),
            "email": row["email"],
            "language": row["language"],
            "zone": row["zone"],
            "roles": roles.get(row["account"], []),
            "active": row["account"] is not None and not row["disabled"],
            "can_sign_in": bool(row["can_sign_in"]) and not row["disabled"],
        }
        for row in listed
    ]
