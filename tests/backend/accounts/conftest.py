"""People who may sign in, and browsers of theirs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from backend.accounts import passwords, roles, service
from backend.database import Database
from backend.metadata import publish
from backend.records import tables
from backend.web.installation import installation
from tests.backend.accounts.desk import Desk

NOW = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
PASSWORD = "correct horse battery"


@cache
def password_hash() -> str:
    """The hash of :data:`PASSWORD`, made once: it is slow on purpose."""
    return passwords.hashed(PASSWORD)


@pytest.fixture
def add_account(database: Database) -> Callable[..., int]:
    """Make an account by the part of its e-mail before the @, with roles; returns its number."""

    def add(name: str, *role_ids: str) -> int:
        def work(session: Session) -> int:
            roles.put_built_in(session)
            return service.create_account(
                session,
                person=str(uuid4()),
                name=name.title(),
                email=f"{name}@example.com",
                password_hash=password_hash(),
                roles=role_ids,
                now=NOW,
            ).id

        return database.write(work)

    return add


@pytest.fixture
def sign_in(app: Flask) -> Callable[[str], tuple[FlaskClient, str]]:
    """Sign somebody in, in a browser of his own; returns it with the token that its writes carry."""

    def signed_in(name: str) -> tuple[FlaskClient, str]:
        browser = app.test_client()
        reply = browser.post("/api/v1/session", json={"email": f"{name}@example.com", "password": PASSWORD})
        assert reply.status_code == 200, reply.get_data(as_text=True)
        return browser, str(reply.get_json()["csrf"])

    return signed_in


@pytest.fixture
def desk(
    app: Flask, add_account: Callable[..., int], sign_in: Callable[[str], tuple[FlaskClient, str]]
) -> Desk:
    installation(app).database.write(
        lambda session: publish.ensure_built_in(session, migrate=tables.migrate, now=NOW)
    )
    add_account("root", "administrator")
    return Desk(app, *sign_in("root"))
