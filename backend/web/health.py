"""The health page: whether this process answers, and how far it has come."""

from __future__ import annotations

from flask import Blueprint, Response

from backend.config import VERSION
from backend.protocol.version import PROTOCOL_VERSION
from backend.web.fresh import fresh
from backend.web.installation import installation

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """Answer without waiting for anyone; the ports answer from memory where they can."""
    home = installation()
    return fresh(
        {
            "status": "ok",
            "version": VERSION,
            "protocolVersion": PROTOCOL_VERSION,
            "head": home.head(),
            "metadataVersion": home.metadata_version(),
        }
    )
