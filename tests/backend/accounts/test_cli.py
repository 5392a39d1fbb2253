"""``satchel user`` and ``satchel role`` as an administrator types them."""

from __future__ import annotations

from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy.orm import Session

from backend.errors import AppError
from backend.metadata import publish, service
from backend.web.installation import installation
from tests.backend.accounts.conftest import NOW, PASSWORD

ADD = ("user", "add", "ada@example.com", "--name", "Ada", "--password", PASSWORD)


@pytest.fixture
def run(app: Flask) -> Any:
    """Run a command on an installation with the product's own entities."""
    from backend.records import tables

    installation(app).database.write(
        lambda session: publish.ensure_built_in(session, migrate=tables.migrate, now=NOW)
    )

    def run(*words: str) -> Result:
        return app.test_cli_runner().invoke(args=["satchel", *words])

    return run


def test_a_person_who_was_added_can_sign_in_with_his_own_record(app: Flask, run: Any) -> None:
    made = run(*ADD, "--role", "designer")

    reply = app.test_client().post("/api/v1/session", json={"email": "ada@example.com", "password": PASSWORD})

    assert made.exit_code == 0, made.output
    state = reply.get_json()
    assert (state["name"], "design" in state["privileges"]) == ("Ada", True)
    assert state["person"]
    assert "+\tada@example.com\tAda\tdesigner" in run("user", "list").output


def test_a_second_person_cannot_have_the_same_email(run: Any) -> None:
    run(*ADD)

    again = run(*ADD)

    assert isinstance(again.exception, AppError)
    assert again.exception.code == "email-taken"
    assert run("user", "list").output.count("ada@example.com") == 1


def test_a_short_password_is_refused_before_anything_is_made(run: Any) -> None:
    refused = run("user", "add", "ada@example.com", "--name", "Ada", "--password", "short")

    assert isinstance(refused.exception, AppError)
    assert refused.exception.code == "password-too-short"
    assert run("user", "list").output == ""


def test_a_disabled_person_is_shut_out_until_he_is_let_in_again(app: Flask, run: Any) -> None:
    run(*ADD)
    statuses = []

    for words in (
        (),
        ("user", "disable", "ada@example.com"),
        ("user", "disable", "--undo", "ada@example.com"),
    ):
        if words:
            assert run(*words).exit_code == 0
        reply = app.test_client().post(
            "/api/v1/session", json={"email": "ada@example.com", "password": PASSWORD}
        )
        statuses.append(reply.status_code)

    assert statuses == [200, 401, 200]


def test_a_new_password_replaces_the_old_one(app: Flask, run: Any) -> None:
    run(*ADD)

    run("user", "password", "ada@example.com", "--password", "another good one")

    statuses = [
        app.test_client()
        .post("/api/v1/session", json={"email": "ada@example.com", "password": password})
        .status_code
        for password in (PASSWORD, "another good one")
    ]
    assert statuses == [401, 200]


@pytest.mark.feature("MET-01")
def test_a_role_given_or_taken_takes_the_next_metadata_version(app: Flask, run: Any) -> None:
    run(*ADD)
    database = installation(app).database
    before = database.read(service.current_version)

    given = run("role", "give", "designer", "ada@example.com")
    listed = run("role", "list").output
    taken = run("role", "give", "--take", "designer", "ada@example.com")

    assert (given.exit_code, taken.exit_code) == (0, 0)
    assert "designer\t1\tDesigner" in listed
    assert "designer\t0\tDesigner" in run("role", "list").output
    assert database.read(service.current_version) == before + 2


@pytest.mark.feature("MET-01")
@pytest.mark.invariant(15)
def test_phones_take_what_a_role_gives_or_takes_without_being_asked(app: Flask, run: Any) -> None:
    run(*ADD)

    run("role", "give", "designer", "ada@example.com")

    def newest(session: Session) -> tuple[str, str | None]:
        publication = service.publications(session)[0]
        return publication.urgency, publication.workspace

    assert installation(app).database.read(newest) == ("silent", None)


@pytest.mark.parametrize(
    "loss",
    [
        ("role", "give", "--take", "administrator", "ada@example.com"),
        ("user", "disable", "ada@example.com"),
    ],
)
def test_the_last_administrator_stays(run: Any, loss: tuple[str, ...]) -> None:
    run(*ADD, "--role", "administrator")

    refused = run(*loss)

    assert isinstance(refused.exception, AppError)
    assert refused.exception.code == "last-administrator"
    assert "+\tada@example.com\tAda\tadministrator" in run("user", "list").output


@pytest.mark.feature("DRF-01", "SYN-13")
def test_how_people_work_offline_is_chosen_for_all_and_for_a_role(app: Flask, run: Any) -> None:
    run(*ADD, "--role", "designer")

    assert run("experience").output == "seamless\n"
    assert run("experience", "drafts", "--without", "chains").output == "drafts\twithout chains\n"
    assert "as the organisation" in run("experience", "--role", "designer").output
    assert experience(app) == {
        "mode": "drafts",
        "existing": True,
        "lookups": True,
        "chains": False,
        "saver": True,
    }
    assert run("experience", "drafts", "--without", "saver").output == "drafts\twithout saver\n"
    assert experience(app)["saver"] is False
    assert run("experience", "online", "--role", "designer").output == "online\n"
    assert experience(app)["mode"] == "online"
    assert "as the organisation" in run("experience", "organisation", "--role", "designer").output
    assert experience(app)["mode"] == "drafts"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("organisation",), "Name the role"),
        (("--without", "chains"), "Say the mode"),
        (("sometimes",), "is not one of"),
    ],
)
def test_half_of_a_choice_is_refused_with_what_is_missing(
    app: Flask, run: Any, words: tuple[str, ...], told: str
) -> None:
    refused = run("experience", *words)

    assert refused.exit_code == 2
    assert told in refused.output
    assert run("experience").output == "seamless\n"


def test_a_role_that_is_not_there_is_named(run: Any) -> None:
    refused = run("experience", "drafts", "--role", "diver")

    assert isinstance(refused.exception, AppError)
    assert refused.exception.code == "unknown-role"


def experience(app: Flask) -> Any:
    """What a phone of hers is told."""
    client = app.test_client()
    client.post("/api/v1/session", json={"email": "ada@example.com", "password": PASSWORD})
    return client.get("/api/v1/metadata").get_json()["experience"]
