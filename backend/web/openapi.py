"""The description of the REST interface, as ``scripts/openapi.py`` wrote it into ``openapi.json``."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, send_file

DOCUMENT = Path(__file__).with_name("openapi.json")

blueprint = Blueprint("openapi", __name__)


@blueprint.get("/api/openapi.json")
def openapi() -> Response:
    """Send the document; it is public, like the source that it is made from."""
    return send_file(DOCUMENT, mimetype="application/json", max_age=300)
