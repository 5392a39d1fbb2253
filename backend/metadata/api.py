"""Metadata over HTTP: the effective set for anyone signed in, designs for designers."""

from __future__ import annotations

from functools import partial
from typing import Any, cast

from flask import Blueprint, Flask, Response, current_app, jsonify, request
from sqlalchemy.orm import Session

from backend.accounts import roles as role_service
from backend.accounts.guard import current_user, needs, signed_in, utc_now
from backend.database.instants import format_instant
from backend.errors import NotFound
from backend.metadata import designs, publish, service
from backend.metadata.effective import key_of
from backend.metadata.new_role import new_role
from backend.metadata.ports import Ports
from backend.protocol.designs import (
    Conversion,
    Design,
    DesignEdits,
    NewDesign,
    Publication,
    PublicationEntry,
    PublishedDesign,
)
from backend.protocol.metadata import EffectiveMetadata
from backend.protocol.model import Model
from backend.protocol.rest import NewRole, RoleSummary, WorkspaceSummary
from backend.web.fresh import fresh
from backend.web.installation import installation
from backend.web.speaks import speaks

blueprint = Blueprint("metadata", __name__, url_prefix="/api/v1")
_EXTENSION = "satchel.metadata"


def connect(app: Flask, ports: Ports) -> None:
    """Join the features above to this one."""
    app.extensions[_EXTENSION] = ports


def ports() -> Ports:
    """Return what the application was connected to."""
    return cast(Ports, current_app.extensions[_EXTENSION])


@blueprint.get("/metadata")
@signed_in
@speaks(gives=EffectiveMetadata, headers=("If-None-Match",))
def effective() -> Response:
    """Return what the person's device works by; its ETag changes with what he sees."""
    user = current_user().on_phone()
    document = installation().database.read(lambda session: service.effective(session, user))
    reply = jsonify(document)
    reply.set_etag(f"{document['metadataVersion']}-{key_of(document)}")
    reply.headers["Cache-Control"] = "private, no-cache"
    reply.make_conditional(request)
    return reply


@blueprint.get("/model")
@needs("design")
@speaks(gives=Model)
def show_model() -> Response:
    """Return the model as it is published."""
    return fresh(dict(installation().database.read(service.current).model_document))


@blueprint.get("/designs")
@needs("design")
@speaks(gives=WorkspaceSummary, many=True)
def list_designs() -> Any:
    """Return all workspaces being designed."""
    return installation().database.read(designs.summaries)


@blueprint.post("/designs")
@needs("design")
@speaks(takes=NewDesign, gives=Design, status=201)
def create_design(body: dict[str, Any]) -> Response:
    """Make a workspace: blank, or working at once from an entity."""
    home, user, now = installation(), current_user(), utc_now()
    made = home.database.write(
        lambda session: designs.create(session, user, body, catalogue=home.catalogue, now=now)
    )
    return fresh(made, 201)


@blueprint.get("/designs/<workspace>")
@needs("design")
@speaks(gives=Design)
def show_design(workspace: str) -> Response:
    """Return a design with the model beside it and what the checks find."""
    return fresh(installation().database.read(lambda session: designs.design(session, workspace)))


@blueprint.patch("/designs/<workspace>")
@needs("design")
@speaks(takes=DesignEdits, gives=Design)
def edit_design(workspace: str, body: dict[str, Any]) -> Response:
    """Apply edits, all or none; one that came before is skipped."""
    user, now = current_user(), utc_now()
    return fresh(
        installation().database.write(
            lambda session: designs.edit(
                session, user, workspace, body["edits"], revision=body["revision"], now=now
            )
        )
    )


@blueprint.post("/designs/<workspace>/publish")
@needs("design")
@speaks(takes=Publication, gives=PublishedDesign)
def publish_design(workspace: str, body: dict[str, Any]) -> Response:
    """Publish a design with the model that it stands on; ``metadataVersion`` comes beside the design.

    Where many records are to be converted it is only begun: ``conversion`` says so, and the version is 0.
    """
    user, now, joined = current_user(), utc_now(), ports()
    migrate = partial(joined.migrate, leave=True) if body["leave_unconverted"] else joined.migrate

    def work(session: Session) -> dict[str, Any]:
        publish.lock(session)
        begun = joined.begin(session, user, workspace, body, now=now)
        if begun is not None:
            return {**designs.design(session, workspace), "metadataVersion": 0, "conversion": begun}
        version = designs.publish(session, user, workspace, body, migrate=migrate, now=now)
        return {**designs.design(session, workspace), "metadataVersion": version}

    return fresh(installation().database.write(work))


@blueprint.get("/designs/<workspace>/conversion")
@needs("design")
@speaks(gives=Conversion)
def show_conversion(workspace: str) -> Any:
    """Return how far the newest publication of a design is that converts many records."""
    progress = ports().progress
    found = installation().database.read(lambda session: progress(session, workspace))
    if found is None:
        raise NotFound("unknown-conversion")
    return found


@blueprint.delete("/designs/<workspace>")
@needs("design")
@speaks()
def remove_design(workspace: str) -> None:
    """Throw a design away that was never published."""
    installation().database.write(lambda session: designs.remove(session, workspace))


@blueprint.get("/roles")
@needs("design")
@speaks(gives=RoleSummary, many=True)
def list_roles() -> Any:
    """Return the roles that a workspace can be shown to."""

    user = current_user()

    def work(session: Session) -> list[dict[str, Any]]:
        people = role_service.people_by_role(session)
        return [
            _summary(role, people.get(role["id"], 0), mine=user.everything or role["id"] in user.roles)
            for role in role_service.roles(session)
        ]

    return installation().database.read(work)


@blueprint.post("/roles")
@needs("design")
@speaks(takes=NewRole, gives=RoleSummary, status=201)
def create_role(body: dict[str, Any]) -> Any:
    """Make a role to show a workspace to. Nobody holds it, so it gives nobody anything yet."""
    user = current_user()

    def work(session: Session) -> dict[str, Any]:
        return _summary(new_role(session, body["label"]), 0, mine=user.everything)

    return installation().database.write(work)


def _summary(role: dict[str, Any], people: int, *, mine: bool) -> dict[str, Any]:
    return {"id": role["id"], "label": role["label"], "people": people, "mine": mine}


@blueprint.get("/publications")
@needs("design")
@speaks(gives=PublicationEntry, many=True)
def list_publications() -> Any:
    """Return what was published, when, by whom and with which note, newest first."""

    def work(session: Session) -> list[dict[str, Any]]:
        return [
            {
                "version": one.version,
                "at": format_instant(one.at),
                "by_name": one.by_name,
                "workspace": one.workspace,
                "note": one.note,
                "urgency": one.urgency,
            }
            for one in service.publications(session)
        ]

    return installation().database.read(work)
