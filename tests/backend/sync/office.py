"""A small organisation for tests of the conversation with devices.

Two entities: ``place`` belongs to everyone, ``visit`` to a person and points at a place. Each person takes
along all places and his own visits.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import orjson
from marshmallow import RAISE
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from backend.accounts import roles, service
from backend.accounts.rights import with_operations
from backend.accounts.sessions import Credentials, begin, user_of_account
from backend.accounts.user import OFFICE, User
from backend.channel.commands import Desk, answer
from backend.database import Database
from backend.metadata import publish
from backend.metadata import service as metadata
from backend.metadata.built_in import BUILT_IN
from backend.metadata.merge_model import with_entities
from backend.metadata.publish import Telling
from backend.offline import touching
from backend.protocol.messages import REPLIES
from backend.records import identity
from backend.records import models as records
from backend.records.apply import apply
from backend.records.tables import migrate
from backend.sync.cursors import Seal
from tests.backend.sync.told import Conflicts
from tests.backend.sync.visits import PLACE, VISIT, WORKSPACE

NOW = dt.datetime(2026, 11, 22, 8, 0, tzinfo=dt.UTC)

ALL = with_operations(["read", "create", "edit", "delete", "assign", "share"])
READ = with_operations(["read"])
FIELD_WORK = {
    "id": "field_work",
    "label": {"en": "Field work"},
    "entities": {"place": ALL, "visit": ALL},
    "workspaces": ["visits"],
    "privileges": ["use_app", "go_offline"],
}


TITLES = {"visit": "title", "job": "title", "task": "title"}
"""The fields that name records, where that is not ``name``."""


def new_id() -> str:
    """A UUIDv7."""
    return identity.new_id(dt.datetime.now(dt.UTC))


def rule(entity: str, kind: str, *, stage: int = 2) -> dict[str, Any]:
    return {"id": entity, "rules": [{"kind": kind}], "files": "thumbnail", "stage": stage}


@dataclass
class Organisation:
    """The office side: what is true."""

    database: Database
    seal: Seal = field(default_factory=lambda: Seal(b"a secret of the tests"))
    now: dt.datetime = NOW

    def __post_init__(self) -> None:
        touching.listen()

    @property
    def desk(self) -> Desk:
        return Desk(self.database, self.seal, lambda: self.now)

    def found(self) -> Organisation:
        def work(session: Any) -> None:
            publish.ensure_built_in(session, migrate=migrate, now=NOW)
            roles.put_role(session, {**FIELD_WORK, "workspaces": []})
            self._publish(session, [rule("place", "all"), rule("visit", "mine")])

        self.database.write(work)
        return self

    def publish(self, *rules: Mapping[str, Any], note: str = "News", urgency: str = "soft") -> int:
        """Publish the workspace again, with other rules of the profile."""
        return self.database.write(lambda session: self._publish(session, rules, note, urgency))

    def _publish(
        self, session: Any, rules: Iterable[Mapping[str, Any]], note: str = "First", urgency: str = "soft"
    ) -> int:
        model = with_entities(metadata.current(session).model_document, [*BUILT_IN, PLACE, VISIT])
        return publish.publish(
            session,
            {**WORKSPACE, "title": {"en": f"Visits, {note}"}},
            model,
            Telling(user=OFFICE, now=self.now, note={"en": note}, urgency=urgency),
            migrate=migrate,
            roles=["field_work"],
            rules=list(rules),
        )

    def person(self, name: str = "Ana", *, role: str = "field_work") -> Person:
        """Let somebody sign in."""

        def work(session: Any) -> tuple[int, str]:
            person = self._create(session, "person", {"name": name})
            account = service.create_account(
                session, person=person, name=name, email=f"{name}@example.com", password_hash="x", now=NOW,
                roles=[role],
            )  # fmt: skip
            return account.id, begin(session, Credentials(account.id, "x"), profile=name, now=self.now)

        account, token = self.database.write(work)
        return Person(self, account, token)

    def create(self, entity: str, values: Mapping[str, Any], *, user: User = OFFICE) -> str:
        """Let somebody make a record."""
        return self.database.write(lambda session: self._create(session, entity, values, user))

    def _create(self, session: Any, entity: str, values: Mapping[str, Any], user: User = OFFICE) -> str:
        record = new_id()
        act = {"kind": "create", "entity": entity, "record": record, "values": dict(values)}
        self._apply(session, user, act)
        return record

    def _apply(self, session: Any, user: User, *acts: Mapping[str, Any]) -> dict[str, Any]:
        current = metadata.current(session)
        change = {"id": new_id(), "metadata_version": current.version, "made_at": None, "acts": list(acts)}
        [outcome] = apply(session, user, [change], metadata=current, now=self.now)
        assert outcome["status"] == "applied", outcome
        return outcome

    def put_role(self, **changes: Any) -> None:
        self.database.write(lambda session: roles.put_role(session, {**FIELD_WORK, **changes}))

    def write(self, *acts: Mapping[str, Any], user: User = OFFICE) -> dict[str, Any]:
        """Let the office make one change."""

        return self.database.write(lambda session: self._apply(session, user, *acts))

    def place(self, name: str = "Harbour", **values: Any) -> str:
        return self.create("place", {"name": name, **values})

    def visit(self, owner: Person, title: str = "Monday", **values: Any) -> str:
        return self.create("visit", {"title": title, **values}, user=owner.user)

    def rename(self, record: str, name: str, *, entity: str = "place", title: str = "name") -> None:
        self.edit(entity, record, {title: name})

    def edit(self, entity: str, record: str, values: Mapping[str, Any]) -> None:
        edits = {name: {"value": value, "old": None, "base": 1_000_000} for name, value in values.items()}
        self.write({"kind": "set", "entity": entity, "record": record, "edits": edits})

    def delete(self, record: str, *, entity: str = "place") -> None:
        self.write({"kind": "delete", "entity": entity, "record": record, "base": 1_000_000})

    def hand_over(self, record: str, to: Person) -> None:
        self.assign(record, to.user.person)

    def assign(self, record: str, owner: str, *, entity: str = "visit") -> None:
        self.write({"kind": "assign", "entity": entity, "record": record, "owner": owner, "base": 1_000_000})

    def raise_floor(self, keep: Iterable[str] = ()) -> None:
        """Collect the garbage up to the head, but for what is said to be on a device."""

        def work(session: Any) -> None:
            table = records.record
            session.execute(delete(table).where(table.c.gone, table.c.id.not_in(list(keep))))
            session.execute(update(records.stream).values(floor=records.stream.c.head))

        self.database.write(work)


@dataclass
class Person:
    office: Organisation
    account: int
    token: str

    @property
    def user(self) -> User:
        return self.office.database.read(self.user_in)

    def user_in(self, session: Session) -> User:
        """The user that the person is, as a transaction sees him."""
        found = user_of_account(session, self.account)
        assert found is not None
        return found

    def sign_in_again(self) -> None:
        """Begin another session: none lasts for ever."""
        now = self.office.now
        self.token = self.office.database.write(
            lambda session: begin(session, Credentials(self.account, "x"), profile="again", now=now)
        )

    def device(self) -> Phone:
        return Phone(self)


@dataclass
class Phone:
    """A device that keeps what it is sent, as the protocol says and without any cleverness."""

    person: Person
    id: str = field(default_factory=lambda: str(uuid4()))
    nonce: str | None = None
    cursor: str | None = None
    number: int = 1
    records: dict[str, dict[str, tuple[int, dict[str, Any]]]] = field(default_factory=dict)
    generation: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    stubs: dict[str, dict[str, str]] = field(default_factory=dict)
    standing: dict[str, Any] = field(default_factory=dict)
    heard: list[bytes] = field(default_factory=list)
    conflicts: Conflicts = field(default_factory=Conflicts)
    coming: list[str] = field(default_factory=list)
    """The entities of later stages."""

    def ask(self, kind: str, **fields: Any) -> dict[str, Any]:
        """Send one message and return the reply."""
        text = orjson.dumps({"type": kind, "id": 7, "device": self.id, **fields})
        frame = self.carry(kind, text)
        self.heard.append(frame)
        reply: dict[str, Any] = orjson.loads(frame)
        if reply.get("type") in REPLIES:
            # Every reply of every test has its promised shape, and no key that it was not promised.
            shape = REPLIES[reply["type"]]()
            shape.load(reply, unknown=RAISE)
        return reply

    def carry(self, kind: str, text: bytes) -> bytes:
        """Take a message to the commands and bring the reply: here without any network between."""
        frame = answer(self.person.office.desk, self.person.token, text, expected=kind).frame
        assert frame is not None
        return frame

    def hello(self, **fields: Any) -> dict[str, Any]:
        fresh = uuid4().hex
        reply = self.ask(
            "hello",
            **{
                "protocolVersion": 1, "nonce": self.nonce, "nextNonce": fresh, "metadataVersion": 0,
                "cursor": self.cursor, "pending": 0, "stored": 0, **fields,
            },
        )  # fmt: skip
        if reply["type"] == "welcome":
            self.nonce = fresh
        return reply

    def sync(self) -> Phone:
        """Bring the device up to the office."""
        if self.nonce is None:
            assert self.hello()["type"] == "welcome"
        if self.cursor is None:
            self.take_plan()
        self.pull()
        while self.coming:
            self.take_plan(further=True)
            self.pull()
        return self

    def take_plan(
        self, meanwhile: Callable[[], object] = lambda: None, *, further: bool = False
    ) -> dict[str, Any]:
        """Fetch a plan of everything, or of the next stage."""
        plan = self.ask("pull", cursor=self.cursor if further else None, page=None, further=further)
        assert plan["type"] == "plan", plan
        if not further or self.cursor is None:
            self.records, self.stubs = {}, {}
        for part in plan["entities"]:
            bounds = ["", *part["ends"], ""]
            for after, until in itertools.pairwise(bounds):
                meanwhile()
                page = self.snapshot(plan["plan"], part["entity"], after, until)
                self._put(part["entity"], page["rows"])
        self.cursor = plan["cursor"]
        return plan

    def snapshot(self, plan: str, entity: str, after: str = "", until: str = "") -> dict[str, Any]:
        return self.ask("snapshot", plan=plan, entity=entity, after=after, until=until)

    def pull(self) -> Phone:
        pages = [self.ask("pull", cursor=self.cursor, page=None)]
        while pages[-1]["type"] == "page":
            pages.append(self.ask("pull", cursor=self.cursor, page=pages[-1]["next"]))
        assert pages[-1]["type"] == "done", pages[-1]
        for page in pages:
            self.take(page)
        self.finish(pages[-1])
        return self

    def take(self, page: Mapping[str, Any]) -> None:
        for mask in page["masks"]:
            kept = {*mask["fields"], "owner", "shared"}
            for record, (version, values) in self.records.get(mask["entity"], {}).items():
                masked = {name: value for name, value in values.items() if name in kept}
                self.records[mask["entity"]][record] = (version, masked)
        for put in page["put"]:
            self._put(put["entity"], put["rows"])
        for out in page["out"]:
            for record in out["records"]:
                self._out(out["entity"], record, out["why"])
        for stubs in page["stubs"]:
            self.stubs.setdefault(stubs["entity"], {}).update(stubs["labels"])
        self.conflicts.take(page, self.person)

    def _out(self, entity: str, record: str, why: str) -> None:
        """What has left stays known by its label; what is lost leaves no trace."""
        known = self.records.get(entity, {}).pop(record, None)
        if why == "lost":
            self.stubs.get(entity, {}).pop(record, None)
        elif known is not None:
            self.stubs.setdefault(entity, {})[record] = known[1].get(TITLES.get(entity, "name"), "")

    def finish(self, done: Mapping[str, Any]) -> None:
        self.standing = done["standing"] or self.standing
        self.cursor, self.generation = done["cursor"], done["generation"]
        self.coming = done.get("coming", self.coming)
        self.counts = {one["entity"]: one["count"] for one in done["counts"]}
        self.conflicts.end(done, self.person)

    def push(self, *changes: Mapping[str, Any]) -> dict[str, Any]:
        return self.ask("push", changes=list(changes))

    def change(self, *acts: Mapping[str, Any], number: int | None = None) -> dict[str, Any]:
        """One change, with the device's next number unless told otherwise."""
        if number is None:
            number, self.number = self.number, self.number + 1
        version = self.person.office.database.read(lambda session: metadata.current(session).version)
        return {
            "number": number, "id": new_id(), "metadataVersion": version,
            "madeAt": "2026-11-22T08:00:00.000Z", "acts": list(acts),
        }  # fmt: skip

    def holds(self, entity: str) -> dict[str, str]:
        """What the device shows: record id → its title."""
        title = TITLES.get(entity, "name")
        return {record: values.get(title) for record, (_, values) in self.records.get(entity, {}).items()}

    def replies(self, since: int = 0) -> list[dict[str, Any]]:
        """What it was answered from the reply of this number on."""
        return [orjson.loads(frame) for frame in self.heard[since:]]

    def last_out(self, why: str) -> list[str]:
        """The records that the last page took out for this reason."""
        outs = orjson.loads(self.heard[-1])["out"]
        return [record for out in outs if out["why"] == why for record in out["records"]]

    def _put(self, entity: str, rows: Iterable[Any]) -> None:
        for row in rows:
            self.stubs.get(entity, {}).pop(row[0], None)
        self.records.setdefault(entity, {}).update({row[0]: (row[1], row[2]) for row in rows})


def create_place(name: str, record: str | None = None) -> dict[str, Any]:
    return {"kind": "create", "entity": "place", "record": record or new_id(), "values": {"name": name}}


def take_role(office: Organisation, person: Person) -> None:
    office.database.write(lambda session: roles.take_role(session, person.account, "field_work"))
