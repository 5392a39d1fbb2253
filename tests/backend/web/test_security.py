"""Security headers of every reply."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from backend.web.installation import installation


@pytest.fixture
def database_kind() -> str:
    return "sqlite"


def policy(client: FlaskClient, path: str) -> dict[str, str]:
    header = client.get(path).headers["Content-Security-Policy"]
    return dict(part.strip().partition(" ")[::2] for part in header.split(";"))


@pytest.mark.parametrize("path", ["/healthz", "/no/such/page"])
def test_every_reply_forbids_inline_code_and_framing(client: FlaskClient, path: str) -> None:
    found = policy(client, path)

    assert found["default-src"] == "'self'"
    assert found["script-src"] == "'self' 'wasm-unsafe-eval'"
    assert found["style-src"] == "'self'"
    assert found["img-src"] == "'self' blob: data:"
    assert found["frame-ancestors"] == "'none'"
    assert found["object-src"] == "'none'"
    assert found["base-uri"] == "'none'"
    assert found["form-action"] == "'self'"


def test_a_page_connects_to_its_own_origin_only(client: FlaskClient) -> None:
    assert policy(client, "/healthz")["connect-src"] == "'self' ws://localhost"


def test_behind_a_public_address_the_socket_has_that_origin(app: Flask, client: FlaskClient) -> None:
    home = installation(app)
    home.settings = replace(home.settings, public_url="https://satchel.example.com")

    assert policy(client, "/healthz")["connect-src"] == "'self' wss://satchel.example.com"


@pytest.mark.parametrize("path", ["/preview", "/preview/", "/preview/anything"])
def test_the_preview_is_framed_by_ourselves_and_connects_to_nothing(client: FlaskClient, path: str) -> None:
    found = policy(client, path)

    assert found["frame-ancestors"] == "'self'"
    assert found["connect-src"] == "'none'"


def test_a_path_that_only_starts_like_the_preview_is_not_the_preview(client: FlaskClient) -> None:
    assert policy(client, "/previews")["frame-ancestors"] == "'none'"


def test_the_other_headers_are_there(client: FlaskClient) -> None:
    headers = client.get("/healthz").headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=(self)" in headers["Permissions-Policy"]
    assert "geolocation=(self)" in headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in headers


def test_over_https_browsers_are_told_to_stay_there(client: FlaskClient) -> None:
    reply = client.get("/healthz", base_url="https://localhost")

    assert "max-age" in reply.headers["Strict-Transport-Security"]
