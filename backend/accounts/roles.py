"""Roles: documents that say what their holders may do, and who holds them.

A user's rights are the union of his roles'. Whoever changes a role or who holds it
has the next metadata version taken (:func:`backend.metadata.service.renew`), so that
devices learn of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from backend.accounts.models import Account, AccountRole, Role
from backend.accounts.user import User
from backend.errors import Invalid, NotFound
from backend.signals import session_revoked

BUILT_IN: tuple[dict[str, Any], ...] = (
    {
        "id": "administrator",
        "label": {"en": "Administrator", "sv": "Administratör"},
        "entities": {},
        "workspaces": [],
        "privileges": ["use_app", "go_offline", "design", "administer"],
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
        "entities": {"person": ["read"], "team": ["read"], "business_unit": ["read"]},
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


def user_with(account: Account, documents: Iterable[Mapping[str, Any]]) -> User:
    """Build the user that an account with these roles is."""
    rights: dict[str, frozenset[str]] = {}
    role_ids: set[str] = set()
    workspaces: set[str] = set()
    privileges: set[str] = set()
    for document in documents:
        role_ids.add(document["id"])
        workspaces.update(document["workspaces"])
        privileges.update(document["privileges"])
        for entity, operations in document["entities"].items():
            rights[entity] = rights.get(entity, frozenset()) | frozenset(operations)
    return User(
        account=account.id,
        person=account.person,
        name=account.name,
        language=account.language,
        roles=frozenset(role_ids),
        rights=MappingProxyType(rights),
        workspaces=frozenset(workspaces),
        privileges=frozenset(privileges),
        everything="administer" in privileges,
    )
