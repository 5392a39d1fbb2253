"""What the designer reads beside a design: practice records, what phones have now, what others would have."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, Response
from sqlalchemy.orm import Session

from backend.accounts.guard import current_user, needs, utc_now
from backend.errors import Invalid, NotFound
from backend.metadata import designs, presence, seen, service
from backend.metadata.offline_report import offline_report
from backend.metadata.practice.for_design import practice
from backend.protocol.looking import Here, OfflineReport, Presence, SeenDesign
from backend.protocol.shape import UUID, QueryShape, slug, uuid
from backend.web.fresh import fresh
from backend.web.installation import installation
from backend.web.problems import request_language
from backend.web.speaks import speaks

blueprint = Blueprint("practice", __name__, url_prefix="/api/v1/designs")


class Eyes(QueryShape):
    """Through whose eyes: those of a role, or of a person."""

    role = slug(load_default=None)
    person = uuid(load_default=None)


@blueprint.get("/<workspace>/practice")
@needs("design")
def practice_records(workspace: str) -> Response:
    """Return made-up records for the entities of a design."""
    today = utc_now().date()

    def work(session: Session) -> dict[str, Any]:
        return practice(*designs.whole_design(session, workspace), today)

    return fresh(installation().database.read(work))


@blueprint.get("/<workspace>/published")
@needs("design")
def published(workspace: str) -> Response:
    """Return the workspace and the model as they are published; null for what is not."""

    def work(session: Session) -> dict[str, Any]:
        current = service.current(session)
        known = current.workspaces.get(workspace)
        return {
            "workspace": dict(known) if known is not None else None,
            "model": dict(current.model_document) if current.version else None,
        }

    return fresh(installation().database.read(work))


@blueprint.get("/<workspace>/seen")
@needs("design")
@speaks(query=Eyes, gives=SeenDesign)
def seen_design(workspace: str, query: dict[str, Any]) -> Response:
    """Return a design as a role or a person would have it."""
    role, person = query["role"], query["person"]
    if (role is None) == (person is None):
        raise Invalid("seen-by-one", field="role")

    def work(session: Session) -> dict[str, Any]:
        if role is not None:
            return seen.seen_by_role(session, workspace, role)
        return seen.seen_by_person(session, workspace, person)

    return fresh(installation().database.read(work))


@blueprint.get("/<workspace>/offline")
@needs("design")
@speaks(gives=OfflineReport)
def works_offline(workspace: str) -> dict[str, Any]:
    """Say what of a design does not work offline, for the people of each role that sees it."""
    report = installation().database.read(lambda session: offline_report(session, workspace))
    catalogue, language = installation().catalogue, request_language()
    for audience in report["audiences"]:
        for gap in audience["gaps"]:
            gap["problem"].update(catalogue.describe(language, gap["problem"]))
    return report


@blueprint.put("/<workspace>/presence/<tab>")
@needs("design")
@speaks(takes=Here, gives=Presence)
def be_present(workspace: str, tab: str, body: dict[str, Any]) -> dict[str, Any]:
    """Say that a tab has the design open, and where; return who else has."""
    if not re.fullmatch(UUID, tab):
        raise NotFound("not-found")
    user, now = current_user(), utc_now()
    return installation().database.write(
        lambda session: presence.present(session, user, workspace, tab, body["place"], now=now)
    )


@blueprint.delete("/<workspace>/presence/<tab>")
@needs("design")
@speaks()
def leave(workspace: str, tab: str) -> None:
    """Say that a tab has closed the design."""
    if re.fullmatch(UUID, tab):
        user = current_user()
        installation().database.write(lambda session: presence.leave(session, user, tab))
