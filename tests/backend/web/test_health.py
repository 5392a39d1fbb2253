"""The health page."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from backend.config import VERSION
from backend.protocol.version import PROTOCOL_VERSION
from backend.web.installation import installation


def test_health_says_how_far_the_server_has_come(app: Flask, client: FlaskClient) -> None:
    installation(app).head = lambda: 41
    installation(app).metadata_version = lambda: 7

    reply = client.get("/healthz")

    assert reply.status_code == 200
    assert reply.json == {
        "status": "ok",
        "version": VERSION,
        "protocolVersion": PROTOCOL_VERSION,
        "head": 41,
        "metadataVersion": 7,
    }
    assert reply.headers["Cache-Control"] == "no-store"
