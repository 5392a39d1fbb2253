"""A design as a role or a person would have it, published or not: what a preview through their eyes shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from backend.accounts import roles as role_service
from backend.accounts import sessions
from backend.accounts.rights import united
from backend.accounts.service import organisation
from backend.accounts.user import User
from backend.errors import Conflict
from backend.metadata import designs
from backend.metadata.documents import whole
from backend.metadata.effective import effective_document
from backend.metadata.model import Model
from backend.metadata.profiles import NO_PROFILE
from backend.protocol.model import Model as ModelShape
from backend.protocol.workspaces import Workspace


def seen_by_role(session: Session, workspace: str, role: str) -> dict[str, Any]:
    """Return a design as somebody with this role alone has it.

    :raises NotFound: ``unknown-design``, ``unknown-role``
    """
    document = role_service.role(session, role)
    privileges = frozenset(document["privileges"])
    return _seen(
        session,
        workspace,
        User(
            account=0,
            person="",
            name="",
            roles=frozenset({role}),
            rights=united([document]),
            workspaces=frozenset(document["workspaces"]),
            privileges=privileges,
            everything="administer" in privileges,
        ),
    )


def seen_by_person(session: Session, workspace: str, person: str) -> dict[str, Any]:
    """Return a design as a person has it.

    :raises NotFound: ``unknown-design``
    :raises Conflict: ``person-without-account``
    """
    user = sessions.user_of_person(session, person)
    if user is None:
        raise Conflict("person-without-account")
    return _seen(session, workspace, user)


def _seen(session: Session, workspace: str, user: User) -> dict[str, Any]:
    found = designs.design(session, workspace)
    document: Mapping[str, Any] = whole(Workspace, found["workspace"])
    model = whole(ModelShape, found["model"])
    told = effective_document(
        version=0,
        model=Model.of(model),
        model_document=model,
        workspaces={workspace: document},
        profile=NO_PROFILE,
        user=replace(user, workspaces=user.workspaces | {workspace}),
        organisation=organisation(session),
    )
    return {
        "metadata": told if told["workspaces"] else None,
        "sees": user.everything or workspace in user.workspaces,
    }
