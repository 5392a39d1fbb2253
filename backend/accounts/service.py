"""Accounts: making them, their passwords, languages and zones; the name and zone of the organisation.

Sessions are :mod:`backend.accounts.sessions`, roles :mod:`backend.accounts.roles`.
Passwords come in hashed: hashing has no place inside a transaction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.accounts.experience import SEAMLESS
from backend.accounts.models import Account, Organisation
from backend.accounts.roles import give_role
from backend.accounts.sessions import email_key, end_all
from backend.accounts.zones import DEFAULT, checked
from backend.errors import Conflict, NotFound

UNNAMED = "Satchel"
"""What the organisation is called until it has a name."""


def create_account(
    session: Session,
    *,
    person: str,
    name: str,
    email: str,
    password_hash: str | None,
    now: dt.datetime,
    language: str = "en",
    zone: str | None = None,
    roles: Iterable[str] = (),
) -> Account:
    """Let the person with record id ``person`` sign in.

    :raises Conflict: ``email-taken``
    :raises NotFound: ``unknown-role``
    """
    _check_free(session, email)
    account = Account(
        person=person,
        name=name,
        email=email.strip(),
        email_key=email_key(email),
        language=language,
        zone=zone,
        password_hash=password_hash,
        disabled=False,
        created_at=now,
    )
    session.add(account)
    session.flush()
    for role in roles:
        give_role(session, account.id, role)
    return account


def accounts(session: Session) -> list[Account]:
    """Return all accounts, by e-mail."""
    return list(session.scalars(select(Account).order_by(Account.email_key)))


def account_by_email(session: Session, email: str) -> Account:
    """Return the account of an e-mail address.

    :raises NotFound: ``unknown-account``
    """
    found = session.scalar(select(Account).where(Account.email_key == email_key(email)))
    if found is None:
        raise NotFound("unknown-account", email=email)
    return found


def set_email(session: Session, account: Account, email: str) -> None:
    """Let an account sign in by another e-mail address.

    :raises Conflict: ``email-taken``
    """
    if email_key(email) != account.email_key:
        _check_free(session, email)
    account.email, account.email_key = email.strip(), email_key(email)


def set_password(session: Session, account: int, password_hash: str) -> None:
    """Replace a password and end every session that was begun with the old one."""
    session.get_one(Account, account).password_hash = password_hash
    end_all(session, account)


def set_language(session: Session, account: int, language: str) -> None:
    """Choose the language that an account is answered in."""
    session.get_one(Account, account).language = language


def set_disabled(session: Session, account: int, *, disabled: bool) -> None:
    """Shut an account out, ending its sessions, or let it in again."""
    session.get_one(Account, account).disabled = disabled
    if disabled:
        end_all(session, account)


def rename(session: Session, person: str, name: str) -> None:
    """Repeat the name of a person's record on his account, if he has one."""
    found = session.scalar(select(Account).where(Account.person == person))
    if found is not None:
        found.name = name


def organisation(session: Session) -> str:
    """Return the organisation's name."""
    found = session.get(Organisation, 1)
    return UNNAMED if found is None else found.name


def name_organisation(session: Session, name: str) -> None:
    """Give the organisation its name."""
    _organisation(session).name = name


def organisation_zone(session: Session) -> str:
    """Return the zone of everyone who has chosen none."""
    return session.scalar(select(Organisation.zone)) or DEFAULT


def set_organisation_zone(session: Session, zone: str) -> None:
    """Choose the zone of everyone who has chosen none.

    :raises Invalid: ``zone-unknown``
    """
    _organisation(session).zone = checked(zone)


def organisation_experience(session: Session) -> dict[str, Any]:
    """Return how people work offline whose roles do not say."""
    return {**SEAMLESS, **(_organisation(session).experience or {})}


def set_organisation_experience(session: Session, experience: Mapping[str, Any]) -> bool:
    """Choose how people work offline whose roles do not say; says whether that changed anything."""
    changed = organisation_experience(session) != dict(experience)
    _organisation(session).experience = dict(experience)
    return changed


def _organisation(session: Session) -> Organisation:
    found = session.get(Organisation, 1)
    if found is None:
        found = Organisation(id=1, name=UNNAMED)
        session.add(found)
    return found


def _check_free(session: Session, email: str) -> None:
    if session.scalar(select(Account.id).where(Account.email_key == email_key(email))) is not None:
        raise Conflict("email-taken", field="email", email=email.strip())
