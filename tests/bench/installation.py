"""An installation to measure: our own server's database with the reference entities published and filled."""

from __future__ import annotations

import datetime as dt
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.accounts import roles
from backend.accounts import service as accounts
from backend.accounts.sessions import Credentials, begin
from backend.accounts.user import OFFICE
from backend.channel.commands import Desk
from backend.config import Settings
from backend.database import Database
from backend.database.migrations import migrate as migrate_system
from backend.metadata import publish
from backend.metadata import service as metadata
from backend.metadata.built_in import BUILT_IN
from backend.metadata.merge_model import with_entities
from backend.metadata.publish import Telling
from backend.records.tables import migrate
from backend.sync.cursors import Seal
from tests.bench import arrangement, reference, seeding
from tests.bench.figures import tell
from tests.bench.postgresql import postgresql

PASSWORD_HASH = "x"
"""Nobody signs in by a password here: sessions are begun directly."""
ROLE = "field_work"


@dataclass
class Installation:
    """A database that is ready, and the ways into it."""

    settings: Settings
    database: Database

    @property
    def desk(self) -> Desk:
        """The desk that serves the commands of devices, as the channel's own."""
        seal = Seal(self.settings.secret_key)
        return Desk(self.database, seal, lambda: dt.datetime.now(dt.UTC))

    @property
    def kind(self) -> str:
        """Which database it is on."""
        return "sqlite" if self.settings.on_sqlite else "postgresql"

    def found(self, *, filtered: bool = True, depth: str = "all") -> Installation:
        """Migrate, publish the reference model, and let a role work on it."""

        def work(session: Session) -> None:
            publish.ensure_built_in(session, migrate=migrate, now=seeding.NOW)
            roles.put_role(session, arrangement.role(ROLE, depth=depth))
            model = with_entities(metadata.current(session).model_document, [*BUILT_IN, *reference.ENTITIES])
            publish.publish(
                session,
                arrangement.WORKSPACE,
                model,
                Telling(user=OFFICE, now=seeding.NOW, note={"en": "Bench"}, urgency="silent"),
                migrate=migrate,
                roles=[ROLE],
                rules=arrangement.profile(filtered=filtered),
            )

        migrate_system(self.database)
        self.database.write(work)
        return self

    def fill(self, count: int, *, outside: int = 0, owner: str | None = None) -> None:
        """Make ``count`` orders in the first region and ``outside`` in the second."""
        within, beyond = reference.customers_for(count), reference.customers_for(outside) if outside else 0

        def work(session: Session) -> None:
            seeding.fill(session, "region", reference.regions())
            seeding.fill(session, "customer", reference.customers(within))
            seeding.check_alike(
                session,
                "sales_order",
                next(iter(reference.orders(1, customers=within, start=count + outside))),
            )
            seeding.fill(session, "sales_order", reference.orders(count, customers=within), owner=owner)
            if outside:
                others = reference.customers(beyond, region=1, start=within)
                seeding.fill(session, "customer", others)
                more = reference.orders(outside, customers=beyond, start=count, first_customer=within)
                seeding.fill(session, "sales_order", more, owner=owner)

        self.database.write(work)
        self._count_anew()
        tell(f"{self.kind}: {count + outside} orders are there")

    def fill_more(self, there: int, more: int, *, owner: str | None = None) -> None:
        """Make more orders of the customers that are there already."""
        made = reference.orders(more, customers=reference.customers_for(50), start=there)
        self.database.write(lambda session: seeding.fill(session, "sales_order", made, owner=owner))
        self._count_anew()
        tell(f"{self.kind}: {there + more} orders are there")

    def _count_anew(self) -> None:
        """Let PostgreSQL learn what the tables hold, as its own worker does a minute after such a load."""
        if not self.settings.on_sqlite:
            self.database.write(lambda session: session.execute(text("ANALYZE")))

    def person(self, name: str, *, role: str = ROLE, person: str | None = None) -> Someone:
        """Let somebody sign in and begin a session."""
        chosen = person or reference.record_id(f"person {name}", 0)
        return self.database.write(lambda session: _signed_in(session, name, role, chosen))

    def people(self, count: int, *, role: str = ROLE) -> list[Someone]:
        """Let so many people sign in."""
        chosen = [(f"colleague{at}", reference.record_id("colleague", at)) for at in range(count)]
        return self.database.write(
            lambda session: [_signed_in(session, name, role, person) for name, person in chosen]
        )

    def close(self) -> None:
        """Let go of the database's connections, so that a server may take the folder."""
        self.database.close()


@dataclass(frozen=True, slots=True)
class Someone:
    """A person with a running session."""

    person: str
    account: int
    token: str


def _signed_in(session: Session, name: str, role: str, person: str) -> Someone:
    seeding.fill(session, "person", [(person, {"name": name})])
    account = accounts.create_account(
        session,
        person=person,
        name=name,
        email=f"{name}@example.com",
        password_hash=PASSWORD_HASH,
        now=seeding.NOW,
        roles=[role],
    )
    proven = Credentials(account.id, PASSWORD_HASH)
    token = begin(session, proven, profile=f"bench {name}", now=dt.datetime.now(dt.UTC))
    return Someone(person, account.id, token)


@contextmanager
def installation(kind: str, **how: Any) -> Iterator[Installation]:
    """Make an installation on ``sqlite`` or ``postgresql`` in folders of its own, and take it away."""
    folder = Path(tempfile.mkdtemp(prefix="satchel-bench-"))
    environment = {"DATA": str(folder / "data"), "SECRET_KEY": secrets.token_hex(16), "DEMO": "0"}
    try:
        if kind == "sqlite":
            yield from _opened(environment, how)
        else:
            with postgresql() as address:
                yield from _opened({**environment, "DATABASE_URL": address("satchel")}, how)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _opened(environment: dict[str, str], how: dict[str, Any]) -> Iterator[Installation]:
    settings = Settings.from_environment(environment)
    made = Installation(settings, Database(settings))
    try:
        yield made.found(**how)
    finally:
        made.close()
