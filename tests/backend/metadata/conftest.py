"""An installation with customers and orders published, and nothing designed yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy.orm import Session

from backend.accounts import roles
from backend.database import Database
from backend.metadata import designs, publish
from backend.metadata.merge_model import with_entities
from backend.metadata.model import Model
from backend.metadata.models import ModelDesign
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
