"""An installation with customers and orders published, and nothing designed yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from backend.accounts import passwords, roles, service
from backend.database import Database
from backend.metadata import api, designs, publish
from backend.metadata.merge_model import with_entities
from backend.metadata.model import Model
from backend.metadata.models import ModelDesign
from backend.metadata.ports import Ports
from backend.records import effects
from backend.signals import metadata_published
from tests.backend.metadata.builders import (
    CATALOGUE,
    CUSTOMER,
    DESIGNER,
    NOW,
    ORDER,
    Document,
    edit,
    new_design,
    role,
)


class Tables:
    """Stands in for the records' tables: remembers what it was asked to fit."""

    def __init__(self) -> None:
        self.asked: list[tuple[int | None, int, tuple[str, ...]]] = []

    def migrate(self, session: Session, old: Model | None, new: Model) -> None:
        self.asked.append((old.version if old else None, new.version, tuple(new.entities)))


class Office:
    """What the tests do, each in a transaction of its own."""

    def __init__(self, database: Database, tables: Tables) -> None:
        self.database, self.tables = database, tables
        self.told: list[dict[str, Any]] = []

    def create(self, name: str = "orders", entity: str | None = "order") -> Document:
        """Make a design."""
        new = new_design(name, entity=entity)
        return self.database.write(
            lambda session: designs.create(session, DESIGNER, new, catalogue=CATALOGUE, now=NOW)
        )

    def show(self, name: str = "orders") -> Document:
        """Return a design."""
        return self.database.read(lambda session: designs.design(session, name))

    def edit(
        self,
        *patches: Document,
        name: str = "orders",
        document: str = "workspace",
        revision: int | None = None,
    ) -> Document:
        """Make one edit."""
        return self.edits([edit(*patches, document=document)], name=name, revision=revision)

    def edits(self, edits: list[Document], *, name: str = "orders", revision: int | None = None) -> Document:
        """Make edits in one request."""
        seen = self.show(name)["revision"] if revision is None else revision
        return self.database.write(
            lambda session: designs.edit(session, DESIGNER, name, edits, revision=seen, now=NOW)
        )

    def publish(
        self, name: str = "orders", *role_ids: str, note: str = "News", revision: int | None = None
    ) -> int:
        """Publish a design for roles."""
        publication = {
            "revision": self.show(name)["revision"] if revision is None else revision,
            "note": {"en": note},
            "roles": list(role_ids),
            "urgency": "soft",
        }
        return self.database.write(
            lambda session: designs.publish(
                session, DESIGNER, name, publication, migrate=self.tables.migrate, now=NOW
            )
        )


@pytest.fixture
def tables() -> Tables:
    return Tables()


@pytest.fixture
def office(database: Database, tables: Tables) -> Iterator[Office]:
    """The product's own entities published; customers and orders designed; the role ``sales``."""

    def work(session: Session) -> None:
        publish.ensure_built_in(session, migrate=tables.migrate, now=NOW)
        design = session.get_one(ModelDesign, 1)
        design.document = with_entities(design.document, [CUSTOMER, ORDER])
        roles.put_role(session, role("sales", privileges=["use_app"]))

    database.write(work)
    office = Office(database, tables)
    receiver: Callable[..., None] = lambda _, session, **about: office.told.append(about)  # noqa: E731
    metadata_published.connect(receiver)
    yield office
    metadata_published.disconnect(receiver)


PASSWORD = "correct horse battery"
ROLES = {"nobody": (), "user": ("user",), "designer": ("designer",), "administrator": ("administrator",)}


hash_of = cache(passwords.hashed)


class Browser:
    """A browser with somebody signed in, or nobody."""

    def __init__(self, client: FlaskClient, csrf: str) -> None:
        self.client, self.csrf = client, csrf

    def ask(self, method: str, path: str, json: Any = None, **headers: str) -> Any:
        """Send a request as a page of ours does."""
        return self.client.open(
            f"/api/v1{path}", method=method, json=json, headers={"X-CSRF-Token": self.csrf, **headers}
        )


@pytest.fixture
def app(app: Flask, office: Office) -> Flask:
    """The application on that installation, with tables that only remember what they were asked."""
    api.connect(app, Ports(migrate=office.tables.migrate, effects=effects, seed=lambda _: None))
    return app


@pytest.fixture
def browser(app: Flask, office: Office) -> Callable[[str], Browser]:
    """Open a browser of somebody with the rights of a row of :data:`ROLES`."""

    def opened(who: str) -> Browser:
        client = app.test_client()
        if who == "nobody":
            return Browser(client, "")
        password_hash = hash_of(PASSWORD)

        def work(session: Session) -> None:
            service.create_account(
                session,
                person=str(uuid4()),
                name=who,
                email=f"{who}@example.com",
                password_hash=password_hash,
                roles=ROLES[who],
                now=NOW,
            )

        office.database.write(work)
        reply = client.post("/api/v1/session", json={"email": f"{who}@example.com", "password": PASSWORD})
        return Browser(client, reply.get_json()["csrf"])

    return opened
