"""What the designer reads beside a design: practice records for its preview, and what phones have now."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response
from sqlalchemy.orm import Session

from backend.accounts.guard import needs, utc_now
from backend.metadata import designs, service
from backend.metadata.documents import whole
from backend.metadata.practice.for_design import practice
from backend.protocol.model import Model
from backend.protocol.workspaces import Workspace
from backend.web.fresh import fresh
from backend.web.installation import installation

blueprint = Blueprint("practice", __name__, url_prefix="/api/v1/designs")


@blueprint.get("/<workspace>/practice")
@needs("design")
def practice_records(workspace: str) -> Response:
    """Return made-up records for the entities of a design."""
    today = utc_now().date()

    def work(session: Session) -> dict[str, Any]:
        found = designs.design(session, workspace)
        return practice(whole(Workspace, found["workspace"]), whole(Model, found["model"]), today)

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
