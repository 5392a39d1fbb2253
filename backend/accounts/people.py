"""People, teams and units as administrators write them.

What a record holds is written by the port ``records``, what an account holds here, both in one transaction:
all of it or nothing. Passwords come in hashed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.accounts import directory, roles, service, teams, zones
from backend.accounts.models import Account
from backend.accounts.ports import Ports
from backend.accounts.user import User
from backend.errors import Invalid, NotFound

Given = Mapping[str, Any]

OF_THE_RECORD: Final = ("name", "job_title", "phone", "manager", "unit", "email")
"""Keys of a person that his record holds; the rest is his account's."""


def create_person(
    session: Session, user: User, given: Given, *, password_hash: str | None, ports: Ports, now: dt.datetime
) -> str:
    """Make a person with an account, and return the record's id.

    :raises Conflict: ``email-taken``
    :raises AppError: a value, role, team or zone that cannot be
    """
    values = {key: given[key] for key in OF_THE_RECORD if given.get(key) is not None}
    person = ports.records.create(session, user, "person", values, now)
    account = service.create_account(
        session,
        person=person,
        name=given["name"],
        email=given["email"],
        password_hash=password_hash,
        now=now,
        language=given["language"],
        zone=_zone(given["zone"]),
        roles=given["roles"],
    )
    _set_teams(session, user, person, given["teams"], ports, now)
    if given["roles"]:
        ports.roles_changed(session)
    session.flush()
    return account.person


def change_person(
    session: Session,
    user: User,
    person: str,
    given: Given,
    *,
    password_hash: str | None,
    ports: Ports,
    now: dt.datetime,
) -> None:
    """Change what is given of a person: his record, account, teams, roles; whether he may sign in.

    :raises NotFound: ``unknown-person``; ``unknown-account`` when what is given needs one
    :raises Conflict: ``email-taken``, ``last-administrator``
    """
    directory.person(session, person)
    values = {key: given[key] for key in OF_THE_RECORD if key in given}
    if values:
        ports.records.edit(session, user, "person", person, values, now)
    if "teams" in given:
        _set_teams(session, user, person, given["teams"], ports, now)
    of_account = given.keys() - set(OF_THE_RECORD) - {"teams"} | given.keys() & {"email"}
    account = session.scalar(select(Account).where(Account.person == person))
    if account is None:
        if of_account - {"email"} or password_hash:
            raise NotFound("unknown-account", email=given.get("email") or "")
        return
    if "name" in given:
        account.name = given["name"]
    if given.get("email"):
        service.set_email(session, account, given["email"])
    if "language" in given:
        account.language = given["language"]
    if "zone" in given:
        account.zone = _zone(given["zone"])
    if password_hash:
        service.set_password(session, account.id, password_hash)
    if "active" in given and given["active"] == account.disabled:
        service.set_disabled(session, account.id, disabled=not given["active"])
    moved = "roles" in given and _set_roles(session, account.id, given["roles"])
    session.flush()
    if given.keys() & {"roles", "active"}:
        roles.check_administrated(session)
    if moved:
        ports.roles_changed(session)


def create_team(session: Session, user: User, given: Given, *, ports: Ports, now: dt.datetime) -> str:
    """Make a team with its members, and return its record's id.

    :raises AppError: a value or member that cannot be
    """
    values = {key: given[key] for key in ("name", "unit") if given.get(key) is not None}
    team = ports.records.create(session, user, "team", values, now)
    _set_members(session, user, team, given["members"], ports, now)
    return team


def change_team(
    session: Session, user: User, team: str, given: Given, *, ports: Ports, now: dt.datetime
) -> None:
    """Change what is given of a team.

    :raises NotFound: ``unknown-team``
    :raises AppError: a value or member that cannot be
    """
    directory.team(session, team)
    values = {key: given[key] for key in ("name", "unit") if key in given}
    if values:
        ports.records.edit(session, user, "team", team, values, now)
    if "members" in given:
        _set_members(session, user, team, given["members"], ports, now)


def create_unit(session: Session, user: User, given: Given, *, ports: Ports, now: dt.datetime) -> str:
    """Make a business unit, and return its record's id.

    :raises AppError: a value that cannot be
    """
    values = {key: given[key] for key in ("name", "parent") if given.get(key) is not None}
    return ports.records.create(session, user, "business_unit", values, now)


def change_unit(
    session: Session, user: User, unit: str, given: Given, *, ports: Ports, now: dt.datetime
) -> None:
    """Change what is given of a business unit.

    :raises NotFound: ``unknown-unit``
    :raises AppError: a value that cannot be
    """
    directory.unit(session, unit)
    values = {key: given[key] for key in ("name", "parent") if key in given}
    if values:
        ports.records.edit(session, user, "business_unit", unit, values, now)


def _set_roles(session: Session, account: int, wanted: Iterable[str]) -> bool:
    before, after = roles.account_roles(session, account), frozenset(wanted)
    for role in sorted(after - before):
        roles.give_role(session, account, role)
    for role in sorted(before - after):
        roles.take_role(session, account, role)
    return before != after


def _set_teams(
    session: Session, user: User, person: str, wanted: Iterable[str], ports: Ports, now: dt.datetime
) -> None:
    found = frozenset(wanted)
    if found - directory.existing_teams(session, found):
        raise Invalid("unknown-team", field="teams")
    teams.set_teams(session, user, person, found, touch=ports.records.touch, now=now)


def _set_members(
    session: Session, user: User, team: str, wanted: Iterable[str], ports: Ports, now: dt.datetime
) -> None:
    found = frozenset(wanted)
    if found - directory.existing_people(session, found):
        raise Invalid("unknown-person", field="members")
    teams.set_members(session, user, team, found, touch=ports.records.touch, now=now)


def _zone(name: str | None) -> str | None:
    return None if name is None else zones.checked(name)
