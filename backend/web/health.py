"""The health page: whether this process answers, and how far it has come."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from backend.config import VERSION
from backend.protocol.version import PROTOCOL_VERSION
from backend.web.installation import installation

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """Answer without waiting for anyone; the ports answer from memory where they can."""
    home = installation()
    reply = jsonify(
        status="ok",
        version=VERSION,
        protocolVersion=PROTOCOL_VERSION,
        head=home.head(),
        metadataVersion=home.metadata_version(),
    )
    reply.headers["Cache-Control"] = "no-store"
    return reply
