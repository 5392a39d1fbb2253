"""The devices of a person, over HTTP for administrators."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from backend.accounts.guard import needs
from backend.protocol.rest import DeviceState
from backend.protocol.shape import Shape, uuid
from backend.sync.understanding import devices_of
from backend.web.installation import installation
from backend.web.speaks import speaks

blueprint = Blueprint("devices", __name__, url_prefix="/api/v1")


class Question(Shape):
    """Whose devices."""

    person = uuid(required=True)


@blueprint.get("/devices")
@needs("administer")
@speaks(query=Question, gives=DeviceState, many=True)
def list_devices(query: dict[str, Any]) -> Any:
    """Return the devices of a person: when each was here, what it goes by, and what it lacks."""
    return installation().database.read(lambda session: devices_of(session, query["person"]))
