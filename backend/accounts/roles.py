"""Roles: documents that say what their holders may do, and who holds them.

A user's rights are the union of his roles' (:mod:`backend.accounts.rights`). Whoever changes
a role or who holds it has the next metadata version taken
(:func:`backend.metadata.publish.renew`), so that devices learn of it. Whether a role's
entities and fields exist is :mod:`backend.metadata.role_checks`' to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import Row, delete, func, select
from sqlalchemy.orm import Session

from backend.accounts.experience import experience_of
from backend.accounts.models import Account, AccountRole, Role
from backend.accounts.rights import united, with_operations
from backend.accounts.user import NO_CIRCLE, Circle, User
from backend.errors import Conflict, Invalid, NotFound
from backend.protocol.metadata import PRIVILEGES
from backend.signals import session_revoked

ADMINISTRATOR: Final = "administrator"

_READ: Final = with_operations(["read"])

BUILT_IN: tuple[dict[str, Any], ...] = (
    {
        "id": ADMINISTRATOR,
        "label": {"en": "Administrator", "sv": "Administratör"},
        "entities": {},
        "workspaces": [],
        "privileges": list(PRIVILEGES),
    },
    {
        "id": "designer",
        "label": {"en": "Designer", "sv": "Formgivare"},
        "entities": {},
        "workspaces": [],
        "privileges": ["use_app", "go_offline", "design"],
    },
    {
        "id": "user",
        "label": {"en": "User", "sv": "Användare"},
        "entities": {"person": _READ, "team": _READ, "business_unit": _READ},
        "workspaces": [],
        "privileges": ["use_app", "go_offline"],
    },
)
"""The roles of a new installation."""


def put_built_in(session: Session) -> None:
    """Make the roles of a new installation where they are missing."""
    there = set(session.scalars(select(Role.id)))
    for document in BUILT_IN:
        if document["id"] not in there:
            put_role(session, document)


def put_role(session: Session, document: Mapping[str, Any]) -> None:
    """Write a role, which ends nobody's session; its document has the shape of the protocol's ``Role``."""
    session.merge(Role(id=document["id"], document=dict(document)))
    session.flush()


def role(session: Session, role_id: str) -> dict[str, Any]:
    """Return the document of a role.

    :raises NotFound: ``unknown-role``
    """
    found = session.get(Role, role_id)
    if found is None:
        raise NotFound("unknown-role", role=role_id)
    return found.document


def roles(session: Session) -> list[dict[str, Any]]:
    """Return the documents of all roles, by id."""
    return [found.document for found in session.scalars(select(Role).order_by(Role.id))]


def people_by_role(session: Session) -> dict[str, int]:
    """Return how many accounts that may sign in hold each role that anybody holds."""
    counted = (
        select(AccountRole.role, func.count())
        .join(Account, Account.id == AccountRole.account)
        .where(Account.disabled.is_(False))
        .group_by(AccountRole.role)
    )
    return dict(session.execute(counted).all())


def account_roles(session: Session, account: int) -> frozenset[str]:
    """Return the ids of the roles that an account holds."""
    return frozenset(session.scalars(select(AccountRole.role).where(AccountRole.account == account)))


def give_role(session: Session, account: int, role_id: str) -> None:
    """Let an account hold a role; nothing happens when it does already.

    :raises NotFound: ``unknown-role``
    """
    role(session, role_id)
    if session.get(AccountRole, (account, role_id)) is None:
        session.add(AccountRole(account=account, role=role_id))
        session.flush()
        session_revoked.send(session=session, account=account, sign_in=None)


def take_role(session: Session, account: int, role_id: str) -> None:
    """Take a role from an account."""
    session.execute(delete(AccountRole).where(AccountRole.account == account, AccountRole.role == role_id))
    session_revoked.send(session=session, account=account, sign_in=None)


def show_workspace(session: Session, workspace: str, to: Iterable[str]) -> bool:
    """Let exactly the roles ``to`` see a workspace, and say whether that changed anything.

    :raises Invalid: ``unknown-role``
    """
    chosen = set(to)
    changed = False
    for found in session.scalars(select(Role).order_by(Role.id)):
        seen = [one for one in found.document["workspaces"] if one != workspace]
        if found.id in chosen:
            chosen.remove(found.id)
            seen.append(workspace)
        if sorted(seen) != sorted(found.document["workspaces"]):
            found.document = {**found.document, "workspaces": sorted(seen)}
            changed = True
    if chosen:
        raise Invalid("unknown-role", field="roles", role=min(chosen))
    session.flush()
    return changed


def roles_that_see(session: Session, workspace: str) -> list[str]:
    """Return the ids of the roles whose holders see a workspace."""
    return [document["id"] for document in roles(session) if workspace in document["workspaces"]]


def remove_role(session: Session, role_id: str) -> None:
    """Remove a role that nobody holds.

    :raises NotFound: ``unknown-role``
    :raises Conflict: ``role-built-in``, or ``role-held`` with the number of its holders
    """
    found = session.get(Role, role_id)
    if found is None:
        raise NotFound("unknown-role", role=role_id)
    if role_id in {document["id"] for document in BUILT_IN}:
        raise Conflict("role-built-in", role=role_id)
    holders = len(holders_of(session, role_id))
    if holders:
        raise Conflict("role-held", role=role_id, people=holders)
    session.delete(found)
    session.flush()


def holders_of(session: Session, role_id: str) -> list[int]:
    """Return the accounts that hold a role, disabled ones too."""
    held = select(AccountRole.account).where(AccountRole.role == role_id).order_by(AccountRole.account)
    return list(session.scalars(held))


def check_administrated(session: Session) -> None:
    """Refuse what has left the installation without anyone who may administer it and sign in.

    Called at the end of a transaction's work that took a role, a privilege or an account away.

    :raises Conflict: ``last-administrator``
    """
    # Two administrators who shut each other out at the same moment: the second one waits here, and sees.
    session.execute(select(Role.id).where(Role.id == ADMINISTRATOR).with_for_update(key_share=True))
    if not administered(session):
        raise Conflict("last-administrator")


def administered(session: Session) -> bool:
    """Say whether anyone may administer the installation and can sign in."""
    administering = {one["id"] for one in roles(session) if "administer" in one["privileges"]}
    able = (
        select(Account.id)
        .join(AccountRole, AccountRole.account == Account.id)
        .where(AccountRole.role.in_(administering), Account.disabled.is_(False))
        .where(Account.password_hash.is_not(None))
    )
    return session.scalar(able.limit(1)) is not None


def user_with(
    account: Account | Row[Any],
    documents: Iterable[Mapping[str, Any]],
    *,
    circle: Circle = NO_CIRCLE,
    zone: str = "UTC",
    experience: Mapping[str, Any] | None = None,
) -> User:
    """Build the user that an account with these roles is, standing where ``circle`` says.

    ``zone`` and ``experience``: the organisation's, for an account or roles that say nothing.
    """
    held = list(documents)
    privileges = frozenset(one for document in held for one in document["privileges"])
    return User(
        account=account.id,
        person=account.person,
        name=account.name,
        language=account.language,
        zone=account.zone or zone,
        roles=frozenset(document["id"] for document in held),
        rights=united(held),
        workspaces=frozenset(one for document in held for one in document["workspaces"]),
        privileges=privileges,
        circle=circle,
        everything="administer" in privileges,
        experience=experience_of(held, experience),
    )
