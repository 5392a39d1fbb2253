"""Failures as replies: one shape, the right status and language, and nothing that leaks."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask, jsonify, redirect, request
from flask.testing import FlaskClient

from backend.errors import Invalid, TooMany
from backend.web.installation import installation


@pytest.fixture
def database_kind() -> str:
    return "sqlite"


@pytest.fixture(autouse=True)
def failing_routes(app: Flask) -> None:
    def too_long() -> None:
        raise Invalid("setting-number", field="amount", name="X", value="y", lowest=0, highest=1000)

    def too_many() -> None:
        raise TooMany("too-many-requests", retry_after=30)

    def broken() -> None:
        raise ValueError("the password is hunter2")

    app.add_url_rule("/test/invalid", view_func=too_long)
    app.add_url_rule("/test/too-many", view_func=too_many)
    app.add_url_rule("/test/broken", view_func=broken)
    app.add_url_rule("/test/echo", "echo", view_func=lambda: jsonify(request.get_json()), methods=["POST"])
    app.add_url_rule("/test/moved", "moved", view_func=lambda: redirect("/healthz"))


def test_an_expected_failure_has_code_field_sentence_and_remedy(client: FlaskClient) -> None:
    reply = client.get("/test/invalid")

    assert reply.status_code == 422
    assert reply.json == {
        "code": "setting-number",
        "arguments": {"name": "X", "value": "y", "lowest": 0, "highest": 1000},
        "field": "amount",
        "sentence": "X is “y”, which is not a whole number from 0 to 1,000.",
        "remedy": "Set X to such a number, or leave it out.",
    }


@pytest.mark.parametrize(("accepted", "start"), [("sv-SE,en;q=0.5", "Det finns"), ("de, en", "There is")])
def test_the_sentence_is_in_the_language_of_the_request(
    client: FlaskClient, accepted: str, start: str
) -> None:
    reply = client.get("/no/such/page", headers={"Accept-Language": accepted})

    assert reply.json is not None
    assert reply.json["sentence"].startswith(start)


def test_the_language_that_a_person_chose_goes_before_the_browsers(app: Flask, client: FlaskClient) -> None:
    installation(app).preferred_language = lambda: "sv"

    reply = client.get("/no/such/page", headers={"Accept-Language": "en"})

    assert reply.json is not None
    assert reply.json["sentence"].startswith("Det finns")


def test_an_unexpected_failure_says_an_incident_number_and_nothing_else(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    reply = client.get("/test/broken")

    assert reply.status_code == 500
    assert reply.json is not None
    incident = reply.json["arguments"]["incident"]
    assert reply.json["code"] == "unexpected"
    assert incident in reply.json["remedy"]
    assert "hunter2" not in reply.text
    assert incident in caplog.text
    assert "hunter2" in caplog.text


@pytest.mark.parametrize(
    ("method", "path", "options", "status", "code"),
    [
        ("GET", "/no/such/page", {}, 404, "not-found"),
        ("DELETE", "/healthz", {}, 405, "method-not-allowed"),
        ("POST", "/test/echo", {"data": "{}"}, 415, "not-json"),
        ("POST", "/test/echo", {"data": "{", "content_type": "application/json"}, 400, "malformed"),
        ("GET", "/test/too-many", {}, 429, "too-many-requests"),
    ],
)
def test_every_failure_of_http_is_a_problem(
    client: FlaskClient, method: str, path: str, options: dict[str, Any], status: int, code: str
) -> None:
    reply = client.open(path, method=method, **options)

    assert reply.status_code == status
    assert reply.json is not None
    assert reply.json["code"] == code
    assert reply.json["sentence"] != f"problem.{code}"


def test_headers_that_belong_to_the_failure_stay(client: FlaskClient) -> None:
    assert "GET" in client.delete("/healthz").headers["Allow"]
    assert client.get("/test/too-many").headers["Retry-After"] == "30"


def test_a_body_over_the_limit_is_refused_with_the_limit(app: Flask, client: FlaskClient) -> None:
    limit = installation(app).settings.request_bytes

    reply = client.post("/test/echo", data=b" " * (limit + 1), content_type="application/json")

    assert reply.status_code == 413
    assert reply.json is not None
    assert reply.json["code"] == "request-too-large"
    assert reply.json["arguments"] == {"maxBytes": limit}


def test_a_redirection_is_not_a_failure(client: FlaskClient) -> None:
    reply = client.get("/test/moved")

    assert (reply.status_code, reply.headers["Location"]) == (302, "/healthz")
