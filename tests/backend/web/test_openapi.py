"""Tests of the description of the REST interface."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient

from backend.web.openapi import DOCUMENT
from scripts.openapi import document


@pytest.fixture
def database_kind() -> str:
    """The description does not depend on the database."""
    return "sqlite"


@pytest.mark.feature("BEY-25")
def test_the_description_is_served_to_everyone(client: FlaskClient) -> None:
    reply = client.get("/api/openapi.json")

    assert reply.status_code == 200
    assert reply.json["paths"]["/api/v1/records/{entity}/{record}"].keys() >= {"get", "patch", "delete"}


def test_the_description_that_is_checked_in_is_the_one_that_the_code_makes() -> None:
    made = json.loads(json.dumps(document(), sort_keys=True))

    assert json.loads(DOCUMENT.read_text()) == made


def test_every_shape_that_the_description_names_is_in_it() -> None:
    text = DOCUMENT.read_text()
    shapes = json.loads(text)["components"]["schemas"]

    named = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}

    assert named <= shapes.keys()
