"""Records and blobs over HTTP."""

from __future__ import annotations

from flask import Blueprint

from backend.records.api import blobs, conflicts, records, sharing

blueprint = Blueprint("records", __name__, url_prefix="/api/v1")

records.add_to(blueprint)
sharing.add_to(blueprint)
conflicts.add_to(blueprint)
blobs.add_to(blueprint)
