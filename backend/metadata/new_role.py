"""A role made where a workspace is shown to somebody: it allows the app, and what the workspaces bring."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from backend.accounts import roles
from backend.metadata.slug import slug_of


def new_role(session: Session, label: Mapping[str, str]) -> dict[str, Any]:
    """Make a role of this name; nobody holds it until an administrator says so."""
    taken = {role["id"] for role in roles.roles(session)}
    document = {
        "id": slug_of(next(iter(label.values()), ""), taken, otherwise="role"),
        "label": dict(label),
        "entities": {},
        "workspaces": [],
        "privileges": ["use_app", "go_offline"],
    }
    roles.put_role(session, document)
    return document
