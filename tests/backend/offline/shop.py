"""A shop in which people wish for things: customers, orders that people own, lines of orders.

Ulla and Bo sell, each what is theirs and their team's; Ana administers. The total of an order is hidden from
sellers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache
from typing import Any
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from backend.accounts import passwords, roles, service, teams
from backend.accounts.models import Device
from backend.accounts.rights import whole_rights
from backend.accounts.sessions import user_of_person
from backend.accounts.user import OFFICE, User
from backend.database import Database
from backend.metadata import publish
from backend.metadata import service as metadata
from backend.metadata.merge_model import with_entities
from backend.metadata.publish import Telling
from backend.offline.scope import Scope
from backend.offline.wanted import Wanted, wanted_of
from backend.records import staff
from backend.records.apply import apply
from backend.records.tables import migrate
from tests.backend.metadata.builders import entity, field, part, profile, role
from tests.backend.sync.office import new_id

PASSWORD = "correct horse battery"
NOW = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)
CUSTOMER = entity("customer", field("name", required=True), field("city"))
ORDER = entity(
    "order",
    field("title", required=True),
    field("customer", "lookup", target="customer"),
    field(
        "status",
        "choice",
        choices=[{"id": "open", "label": {"en": "Open"}}, {"id": "done", "label": {"en": "Done"}}],
    ),
    field("total", "integer"),
    ownership="person",
)
LINE = entity("line", field("name"), field("order", "lookup", target="order"))
VAULT = entity("vault", field("name"))
ENTITIES = [CUSTOMER, ORDER, LINE, VAULT]

OPEN = {"op": "eq", "path": "status", "value": "open"}
DONE = {"op": "eq", "path": "status", "value": "done"}

SELLER = role(
    "seller",
    entities={
        "customer": whole_rights(read="all"),
        "order": whole_rights(read="team", create="own", edit="team", hidden=["total"]),
        "line": whole_rights(read="all"),
        "vault": whole_rights(),
        "person": whole_rights(read="all"),
        "team": whole_rights(read="all"),
    },
    workspaces=["shop"],
    privileges=["use_app", "go_offline"],
)
WORKSPACE = {
    "id": "shop", "title": {"en": "Shop"}, "description": {}, "icon": "box", "accent": "blue",
    "pages": [
        {
            "id": f"{one['id']}_list", "kind": "list", "entity": one["id"], "title": {"en": one["id"]},
            "blocks": [{"id": "rows", "type": "list", "entity": one["id"], "title": one["title"]}],
        }
        for one in ENTITIES
    ],
}  # fmt: skip

hash_of = cache(passwords.hashed)


class Shop:
    """The office side."""

    def __init__(self, database: Database) -> None:
        self.database, self.now = database, NOW
        self.people: dict[str, str] = {}
        self.team = ""
        database.write(self._found)

    def _found(self, session: Session) -> None:
        publish.ensure_built_in(session, migrate=migrate, now=NOW)
        roles.put_role(session, {**SELLER, "workspaces": []})
        model = with_entities(metadata.current(session).model_document, ENTITIES)
        telling = Telling(user=OFFICE, now=NOW, note={"en": "First"}, urgency="silent")
        nothing = [part(one["id"], {"kind": "related", "by": []}) for one in ENTITIES]
        publish.publish(session, WORKSPACE, model, telling, migrate=migrate, roles=["seller"], rules=nothing)
        self.team = staff.create(session, OFFICE, "team", {"name": "Sellers"}, NOW)
        for name, given in (("ana", ["administrator"]), ("ulla", ["seller"]), ("bo", ["seller"])):
            person = staff.create(session, OFFICE, "person", {"name": name.title()}, NOW)
            self.people[name] = person
            service.create_account(
                session,
                person=person,
                name=name.title(),
                email=f"{name}@example.com",
                password_hash=hash_of(PASSWORD),
                now=NOW,
                roles=given,
            )

    # Records

    def create(self, of: str, owner: str | None = None, **values: Any) -> str:
        """Make a record in the office's name."""
        record = new_id()
        act = {"kind": "create", "entity": of, "record": record, "values": values}
        self.apply({**act, "owner": self.people.get(owner, owner)} if owner else act)
        return record

    def edit(self, of: str, record: str, **values: Any) -> None:
        edits = {name: {"value": value, "old": None, "base": 1_000_000} for name, value in values.items()}
        self.apply({"kind": "set", "entity": of, "record": record, "edits": edits})

    def delete(self, of: str, record: str) -> None:
        self.apply({"kind": "delete", "entity": of, "record": record, "base": 1_000_000})

    def keep(self, who: str, of: str, record: str, how: str = "pin", *, on: bool = True) -> None:
        act = {"kind": "keep", "entity": of, "record": record, "how": how, "on": on}
        self.apply(act, self.user(who))

    def apply(self, act: Mapping[str, Any], user: User = OFFICE) -> None:
        def work(session: Session) -> list[dict[str, Any]]:
            current = metadata.current(session)
            change = {"id": new_id(), "metadata_version": current.version, "made_at": None, "acts": [act]}
            return apply(session, user, [change], metadata=current, now=self.now, imported="owner" in act)

        [outcome] = self.database.write(work)
        assert outcome["status"] == "applied", outcome

    # People and their wishes

    def user(self, who: str) -> User:
        found = self.database.read(lambda session: user_of_person(session, self.people[who]))
        assert found is not None
        return found

    def join(self, *who: str) -> None:
        """Let exactly these be in the team."""
        for name in self.people:
            of = [self.team] if name in who else []
            self.database.write(
                lambda session, name=name, of=of: teams.set_teams(
                    session, OFFICE, self.people[name], of, touch=staff.touch, now=self.now
                )
            )

    def publish(self, *parts: Mapping[str, Any], name: str = "everyone", **more: Any) -> int:
        """Publish a profile."""
        document = profile(*map(dict, parts), **{"id": name, **more})
        telling = Telling(user=OFFICE, now=self.now, urgency="silent")
        return self.database.write(lambda session: publish.publish_profile(session, document, telling))

    def device(self, who: str) -> str:
        """Register a device."""
        identity = str(uuid4())

        def work(session: Session) -> None:
            session.add(
                Device(
                    id=identity,
                    account=self.user_account(session, who),
                    profile=None,
                    next_change=1,
                    protocol_version=1,
                    metadata_version=0,
                    synced_before=False,
                    status="active",
                    created_at=self.now,
                    last_seen=self.now,
                )
            )

        self.database.write(work)
        return identity

    def user_account(self, session: Session, who: str) -> int:
        found = user_of_person(session, self.people[who])
        assert found is not None
        return found.account

    def wanted(self, who: str) -> Wanted:
        user = self.user(who)
        return self.database.read(lambda session: wanted_of(session, user, metadata.current(session)))

    def scope(self, who: str, of: str, device: str | None = None) -> set[str]:
        """Return the records of an entity that a device of somebody's may hold."""
        user = self.user(who)

        def work(session: Session) -> set[str]:
            current = metadata.current(session)
            scope = Scope(session, user, current, wanted_of(session, user, current), device, self.now)
            return {id_ for _, id_ in session.execute(scope.query(of))}

        return self.database.read(work)


class Browser:
    """A browser with somebody signed in."""

    def __init__(self, client: FlaskClient, csrf: str) -> None:
        self.client, self.csrf = client, csrf

    def ask(self, method: str, path: str, json: Any = None) -> Any:
        """Send a request as a page of ours does."""
        return self.client.open(
            f"/api/v1{path}", method=method, json=json, headers={"X-CSRF-Token": self.csrf}
        )

    def gets(self, path: str) -> Any:
        reply = self.ask("GET", path)
        assert reply.status_code == 200, reply.get_data(as_text=True)
        return reply.get_json()

    def does(self, method: str, path: str, json: Any = None) -> Any:
        """Send a write that succeeds, and return what comes back."""
        reply = self.ask(method, path, json)
        assert reply.status_code < 300, reply.get_data(as_text=True)
        return reply.get_json() if reply.data else None

    def refused(self, method: str, path: str, json: Any = None) -> tuple[int, str, str | None]:
        """Send what is refused, and return status, code and place."""
        reply = self.ask(method, path, json)
        problem = reply.get_json()
        assert problem["sentence"]
        assert "problem." not in problem["sentence"]
        return reply.status_code, problem["code"], problem.get("field")


def signed_in(app: Flask, who: str) -> Browser:
    client = app.test_client()
    reply = client.post("/api/v1/session", json={"email": f"{who}@example.com", "password": PASSWORD})
    assert reply.status_code == 200, reply.get_data(as_text=True)
    return Browser(client, str(reply.get_json()["csrf"]))
