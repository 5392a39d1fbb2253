"""A JSON reply that no cache keeps."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify


def fresh(document: Any, status: int = 200) -> Response:
    """Reply with a document that is true now, for the one who asked."""
    reply = jsonify(document)
    reply.status_code = status
    reply.headers["Cache-Control"] = "no-store"
    return reply
