"""Roles over HTTP, for administrators: read, write, remove, who holds them.

The list that designers choose from when they publish is :mod:`backend.metadata.api`'s.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.accounts import roles as role_service
from backend.accounts.api import ports
from backend.accounts.guard import needs
from backend.accounts.models import Account
from backend.errors import Conflict, Invalid
from backend.metadata import service
from backend.metadata.assignments import assignments
from backend.metadata.documents import whole
from backend.metadata.findings import Finding, errors
from backend.metadata.role_checks import role_findings
from backend.protocol.metadata import Role
from backend.protocol.rest import RoleState
from backend.web.fresh import fresh
from backend.web.installation import installation
from backend.web.problems import request_language
from backend.web.speaks import speaks

Document = dict[str, Any]

blueprint = Blueprint("roles", __name__, url_prefix="/api/v1/roles")


@blueprint.get("/<role>")
@needs("administer")
@speaks(gives=RoleState)
def show_role(role: str) -> Response:
    """Return a role, who holds it, and what the checks find in it."""
    return fresh(_described(installation().database.read(lambda session: _state(session, role))))


@blueprint.put("/<role>")
@needs("administer")
@speaks(takes=Role, gives=RoleState)
def put_role(role: str, body: Document) -> Response:
    """Write a role, a new one or another version of it; phones learn of it by themselves."""
    document, joined = whole(Role, Role().dump(body)), ports()
    if document["id"] != role:
        raise Invalid("role-id", field="id", role=role)

    def work(session: Session) -> Document:
        for finding in errors(_findings(session, document)):
            raise finding.refusal(Invalid)
        known = {one["id"]: one for one in role_service.roles(session)}.get(role)
        if known != document:
            role_service.put_role(session, document)
            role_service.check_administrated(session)
            joined.roles_changed(session)
        return _state(session, role)

    return fresh(_described(installation().database.write(work)))


@blueprint.delete("/<role>")
@needs("administer")
@speaks()
def remove_role(role: str) -> None:
    """Remove a role that nobody holds and that no profile is given to."""

    def work(session: Session) -> None:
        profiles = [one.profile for one in assignments(session) if (one.kind, one.target) == ("role", role)]
        if profiles:
            raise Conflict("role-in-use", role=role, profiles=", ".join(profiles))
        role_service.remove_role(session, role)

    installation().database.write(work)


def _state(session: Session, role: str) -> Document:
    document = role_service.role(session, role)
    holding = select(Account).where(Account.id.in_(role_service.holders_of(session, role)))
    holders = session.scalars(holding.order_by(Account.name, Account.id))
    return {
        "role": document,
        "people": [{"person": one.person, "name": one.name, "active": not one.disabled} for one in holders],
        "findings": [finding.wire() for finding in _findings(session, document)],
        "builtIn": role in {one["id"] for one in role_service.BUILT_IN},
    }


def _findings(session: Session, document: Document) -> list[Finding]:
    published = service.current(session)
    return role_findings(document, published.model, published.workspaces)


def _described(state: Document) -> Document:
    """Say what was found in words; the transaction that found it knows of no language."""
    catalogue, language = installation().catalogue, request_language()

    def told(found: Document) -> Document:
        problem = found["problem"]
        return {
            "level": found["level"],
            "path": found["path"],
            "problem": {**problem, **catalogue.describe(language, problem)},
        }

    return {**state, "findings": [told(found) for found in state["findings"]]}
