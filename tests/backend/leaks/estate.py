"""An organisation in which every value that Mallory may not read is one of a kind.

Mallory reads customers but for the fields that are hidden from him, jobs of his team but for their cost,
tasks, and nothing else: no vaults, no people, no teams, no units. Bo may do everything; his name stands in
histories and conflicts for everybody, as decided, and nothing else of him does. ``close`` says of
each value, as it is made, that Mallory may not read it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
from collections.abc import Mapping
from typing import Any

from flask import Flask

from backend.accounts import roles, service, teams
from backend.accounts.sessions import Credentials, begin
from backend.accounts.user import OFFICE
from backend.database import Database
from backend.metadata import designs, profile_designs, publish
from backend.metadata import service as metadata
from backend.metadata.assignments import Assignment, assign
from backend.metadata.built_in import BUILT_IN
from backend.metadata.documents import whole
from backend.metadata.merge_model import with_entities
from backend.metadata.publish import Telling
from backend.offline import filter_edits
from backend.protocol.metadata import Role
from backend.protocol.workspaces import Workspace
from backend.records import staff
from backend.records.apply import apply
from backend.records.tables import migrate
from tests.backend.leaks.ear import Ear
from tests.backend.leaks.plans import CREDIT_OF, FIELD_WORK, GRADES, HIDDEN, MODEL, OPEN, WHOLE
from tests.backend.records.test_blobs import photo
from tests.backend.sync.office import Organisation, Person, new_id


class Estate(Organisation):
    """The office, Mallory who is heard, and everybody else."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, now=dt.datetime.now(dt.UTC))
        self.ear = Ear()
        self._numbers = itertools.count(1)
        self.places: dict[str, dict[str, str]] = {}
        """Entity → what kind of record → its id: ``open``, ``closed``, ``gone``, ``named``."""
        self.blobs: dict[str, str] = {}
        self.files: dict[str, bytes] = {}
        database.write(self._found)
        self.bo, self.mallory = self._person("Bo", "whole"), self._person("Mallory", "field_work")
        self._people()
        self._records()
        self._wishes()
        self._designs()

    # Values

    def text(self, what: str) -> str:
        """Return a text that stands nowhere else, and is a secret."""
        value = f"Zq{next(self._numbers):04}Hemligt"
        self.ear.close(what, value)
        return value

    def lines(self, what: str) -> str:
        value = f'Zq{next(self._numbers):04} "Hem\\lig"\n<rad> två & ö'
        self.ear.close(what, value)
        return value

    def number(self, what: str) -> int:
        value = 7_310_000_000 + next(self._numbers) * 1_117
        self.ear.close(what, str(value))
        return value

    def secret_values(self, of: str) -> dict[str, Any]:
        """Return a value for each field of a customer that is hidden."""
        at, close = next(self._numbers), self.ear.close
        scan = self.picture(f"scan of {of}")
        values: dict[str, Any] = {
            "zq_credit": self.text(f"credit of {of}"),
            "zq_terms": self.lines(f"terms of {of}"),
            "zq_limit": self.number(f"limit of {of}"),
            "zq_rate": f"{70_000 + at}.73{at % 100:02}",
            "zq_owed": {"amount": f"{910_000 + at}.37", "currency": "EUR"},
            "zq_born": f"18{at % 100:02}-03-14",
            "zq_called": f"18{at % 100:02}-05-06T07:08:09.{at % 1000:03}Z",
            "zq_mail": f"zq{at:04}@hemlig.example",
            "zq_page": f"https://zq{at:04}.hemlig.example/dold",
            "zq_door": self.text(f"door of {of}"),
            "zq_scan": scan,
            "zq_grade": GRADES[0],
        }
        for name in ("zq_rate", "zq_born", "zq_called", "zq_mail", "zq_page"):
            close(f"{name} of {of}", values[name])
        close(f"owed of {of}", values["zq_owed"]["amount"])
        return values

    def picture(self, what: str, *, secret: bool = True) -> dict[str, Any]:
        """Return what a record says of a photo; :attr:`files` holds its bytes until they are sent."""
        name = f"zq-{next(self._numbers):04}-bild.jpg"
        content = photo("teal", (64, 48), comment=f"inside {name}".encode())
        blob, digest = new_id(), hashlib.sha256(content).hexdigest()
        self.files[blob] = content
        if secret:
            self.ear.close(f"file name of {what}", name)
            self.ear.close(f"bytes of {what}", content)
            self.ear.close(f"inside of {what}", f"inside {name}")
            self.ear.close(f"blob of {what}", blob)
        return {"blob": blob, "name": name, "type": "image/jpeg", "size": len(content), "sha256": digest}

    # The beginning

    def _found(self, session: Any) -> None:
        publish.ensure_built_in(session, migrate=migrate, now=self.now)
        for role in (FIELD_WORK, WHOLE):
            roles.put_role(session, {**whole(Role, role), "workspaces": []})
        self._publish_work(session, "First", [])
        for hidden in (*HIDDEN, "zq_cost", *GRADES, "zq_content", "zq_vault"):
            self.ear.close("a hidden name of the model", hidden)

    def _publish_work(self, session: Any, note: str, rules: list[Any]) -> None:
        pages = [page_of(name, title) for name, title in {**OPEN, "zq_vault": "code"}.items()]
        pages[0]["blocks"].append(
            {"id": "dear", "type": "list", "entity": "customer", "title": "name",
             "condition": {**CREDIT_OF, "value": self.text("the condition of a block")}}
        )  # fmt: skip
        workspace = {
            "id": "work", "title": {"en": "Work"}, "description": {}, "icon": "box", "accent": "blue",
            "pages": pages,
        }  # fmt: skip
        model = with_entities(metadata.current(session).model_document, [*BUILT_IN, *MODEL])
        publish.publish(
            session, workspace, model, Telling(user=OFFICE, now=self.now, note={"en": note}),
            migrate=migrate, roles=["field_work", "whole"], rules=rules,
        )  # fmt: skip

    def _person(self, name: str, role: str) -> Person:
        known = name == "Mallory"
        mail = "mallory@example.com" if known else f"zq-{name}@example.com".lower()
        if not known:
            self.ear.close(f"the address of {name}", mail)

        def work(session: Any) -> tuple[int, str]:
            shown = name
            values = {"name": shown, "email": mail, "job_title": self.text(f"the title of {name}")}
            person = self._create(session, "person", values)
            account = service.create_account(
                session, person=person, name=shown, email=mail, password_hash="x", now=self.now,
                roles=[role],
            )  # fmt: skip
            token = begin(session, Credentials(account.id, "x"), profile=f"{name:-<20}", now=self.now)
            return account.id, token

        return Person(self, *self.database.write(work))

    def _people(self) -> None:
        self.unit = self.create("business_unit", {"name": self.text("a unit")})
        self.team = self.create("team", {"name": self.text("Mallory's team"), "unit": self.unit})
        self.other_team = self.create("team", {"name": self.text("a team"), "unit": self.unit})
        self.chief = self.create("person", {"name": self.text("the name of the chief")})
        self.join(self.mallory, self.team)
        self.join(self.bo, self.other_team)
        self.set_person(self.mallory, {"manager": self.chief, "unit": self.unit})

    def join(self, person: Person, *names: str) -> None:
        who = person.user.person
        self.database.write(
            lambda session: teams.set_teams(session, OFFICE, who, names, touch=staff.touch, now=self.now)
        )

    def set_person(self, person: Person, values: Mapping[str, Any]) -> None:
        who = person.user.person
        self.database.write(lambda session: staff.edit(session, OFFICE, "person", who, values, self.now))

    # Records

    def _records(self) -> None:
        vault = self.create(
            "zq_vault", {"code": self.text("a vault"), "zq_content": self.lines("what is in a vault")}
        )
        self._id("zq_vault", "closed", vault)
        customer = self._customer(vault)
        mine = self.mallory.user.person
        closed = self.job("closed", self.bo.user.person, customer)
        job = self.job("open", mine, customer, secret=False)
        self.job("gone", self.bo.user.person, customer)
        named = self.job("named", self.bo.user.person, customer)
        self.ear.open(named)
        self._quarrel("job", closed, "title", "due")
        self.delete(self.places["job"]["gone"], entity="job")
        pointing = {"job": named, "jobs": [named, job]}
        task = self.create("task", {"name": "A task of what he may not read", **pointing})
        self._id("task", "open", task)
        for kind, of in (("person", self.chief), ("team", self.other_team), ("business_unit", self.unit)):
            self.places[kind] = {"closed": of}
        self.places["person"]["open"] = mine

    def _customer(self, vault: str) -> str:
        """Make a customer whose every hidden field has two former values, one of them contested."""
        known = {"name": "Acme", "town": "Ahus", "account": "A 1", "street": "Long street"}
        front = self.picture("the front", secret=False)
        stored = {"zq_kept_in": vault, "zq_stored": [vault]}
        secret = {**stored, **self.secret_values("a customer")}
        record = self.create("customer", {**known, "front": front, **secret})
        self.blobs |= {"open": front["blob"]}
        self._id("customer", "open", record)
        self.edit("customer", record, self.secret_values("a customer, later"))
        self._quarrel("customer", record, "zq_credit", "zq_terms")
        # A group of which he may read one half.
        for who in (OFFICE, self.bo.user):
            edits = {
                "street": {
                    "value": "Contested street of " + ("the office" if who is OFFICE else "another"),
                    "old": None,
                    "base": 1,
                },
                "zq_door": {"value": self.text("a contested door"), "old": None, "base": 1},
            }
            self._disagree({"kind": "set", "entity": "customer", "record": record, "edits": edits}, who)
        gone = self.create("customer", {"name": "Gone", **self.secret_values("one that is deleted")})
        self._id("customer", "gone", gone)
        self.delete(gone, entity="customer")
        self.ear.open(gone)
        return record

    def job(self, kind: str, owner: str, customer: str, *, secret: bool = True) -> str:
        """Make a job of somebody's: of its cost at least nobody may hear, and of nothing if ``secret``."""
        self.number("nothing")
        cost = f"{640_000 + next(self._numbers)}.19"
        self.ear.close(f"cost of the {kind} job", cost)
        sketch = self.picture(f"the sketch of the {kind} job", secret=secret)
        title = self.text(f"title of the {kind} job") if secret else f"Job {kind}"
        values = {
            "title": title, "customer": customer, "sketch": sketch,
            "zq_cost": {"amount": cost, "currency": "EUR"},
        }  # fmt: skip
        record = self.create("job", values)
        self.assign(record, owner, entity="job")
        self._id("job", kind, record)
        self.blobs[f"{kind} job"] = sketch["blob"]
        if secret:
            self.edit("job", record, {"title": self.text(f"later title of the {kind} job")})
        return record

    def _quarrel(self, name: str, record: str, *fields: str) -> None:
        """Let two disagree about fields: both values are secrets."""
        for one in fields:
            for who in (OFFICE, self.bo.user):
                value = "1873-09-11" if one == "due" else self.text(f"a contested {one}")
                if one == "due":
                    value = f"187{3 if who is OFFICE else 4}-09-11"
                    self.ear.close("a contested due", value)
                edits = {one: {"value": value, "old": None, "base": 1}}
                self._disagree({"kind": "set", "entity": name, "record": record, "edits": edits}, who)

    def _disagree(self, act: Mapping[str, Any], who: Any) -> None:
        def work(session: Any) -> Any:
            current = metadata.current(session)
            change = {"id": new_id(), "metadata_version": current.version, "made_at": None, "acts": [act]}
            return apply(session, who, [change], metadata=current, now=self.now)

        [outcome] = self.database.write(work)
        assert outcome["status"] in ("conflict", "applied", "merged"), outcome
        for conflict in outcome["conflicts"]:
            self.conflicts.append((act["entity"], act["record"], conflict))

    @property
    def conflicts(self) -> list[tuple[str, str, str]]:
        return self.__dict__.setdefault("_conflicts", [])

    def _id(self, name: str, kind: str, record: str) -> None:
        self.places.setdefault(name, {})[kind] = record
        if kind in ("closed", "gone"):
            self.ear.close(f"the id of a {kind} {name}", record)

    # Wishes and designs

    def _wishes(self) -> None:
        bo = self.bo.user
        for name, place in (("job", "closed"), ("job", "named"), ("customer", "open")):
            self.write({"kind": "keep", "entity": name, "record": self.places[name][place], "how": "pin",
                        "on": True}, user=bo)  # fmt: skip
        self.write({"kind": "share", "entity": "job", "record": self.places["job"]["closed"],
                    "with_": self.other_team, "may": ["read"]})  # fmt: skip

        def work(session: Any) -> str:
            model = metadata.current(session).model
            mine = {
                "entity": "job", "label": {"en": self.text("the label of Bo's filter")}, "active": True,
                "condition": {"op": "like", "path": "title", "value": self.text("the value of Bo's filter")},
            }  # fmt: skip
            return filter_edits.create(session, bo, model, mine, now=self.now).id

        self.bos_filter = self.database.write(work)
        self.ear.close("the id of Bo's filter", self.bos_filter)

    def organisation_filters(self) -> None:
        """Let the organisation have filters that speak of what Mallory may not know."""

        def work(session: Any) -> None:
            model = metadata.current(session).model
            for kind, of in (("system", "customer"), ("template", "customer"), ("system", "zq_vault")):
                path = "zq_credit" if of == "customer" else "code"
                body = {
                    "kind": kind, "entity": of, "active": True,
                    "label": {"en": self.text(f"the label of a {kind} filter")},
                    "condition": {"op": "eq", "path": path, "value": self.text("the value of a filter")},
                }  # fmt: skip
                filter_edits.write_organisation_filter(session, model, body, filter_id=None, now=self.now)

        self.database.write(work)

    def _designs(self) -> None:
        bo = self.bo.user.person

        def work(session: Any) -> None:
            secret = {"en": self.text("the title of a workspace that is not his")}
            telling = Telling(user=OFFICE, now=self.now, note={"en": self.text("a note of another's")})
            document = {
                "id": "hush", "title": secret, "description": {}, "icon": "box", "accent": "red",
                "pages": [page_of("zq_vault", "code")],
            }  # fmt: skip
            model = metadata.current(session).model_document
            publish.publish(session, document, model, telling, migrate=migrate, roles=["whole"])
            design = whole(Workspace, {**document, "id": "drawn", "title": {"en": self.text("a design")}})
            designs.put(session, OFFICE, design, now=self.now)
            profile = {
                "id": "zq_profile", "label": {"en": self.text("the label of a profile")},
                "entities": [{"id": "zq_vault", "rules": [{"kind": "all"}]}],
            }  # fmt: skip
            publish.publish_profile(session, profile, telling)
            assign(session, "zq_profile", [Assignment("zq_profile", "person", bo)])
            drawn = {**profile, "label": {"en": self.text("a design of a profile")}}
            profile_designs.write(session, OFFICE, "zq_drawn", drawn, revision=0, now=self.now)
            self.take_along(session)

        self.database.write(work)
        self.ear.close("a profile that is not his", "zq_profile")

    def take_along(self, session: Any, **more: Mapping[str, Any]) -> None:
        """Publish what everyone takes along; a rule of it speaks of what Mallory may not know."""
        secret = {**CREDIT_OF, "value": self.text("the condition of a rule")}
        # Beside a rule that takes all, the others would go in the union.
        named = {"kind": "custom", "condition": {"op": "not-null", "path": "name"}}
        hidden = [{"id": name, "direction": "two_way"} for name in ("town", "street", "front", *HIDDEN)]
        rules = [
            {"id": "customer", "rules": [named, {"kind": "custom", "condition": secret}],
             "fields": hidden, "images": ["front", "zq_scan"], "files": "all"},
            {"id": "job", "rules": [{"kind": "all"}], "files": "all"},
            {"id": "task", "rules": [{"kind": "all"}]},
            {"id": "zq_vault", "rules": [{"kind": "all"}]},
        ]  # fmt: skip
        document = {"id": "everyone", "label": {"en": "Everyone"}, "entities": rules, **more}
        publish.publish_profile(session, document, Telling(user=OFFICE, now=self.now, note={"en": "News"}))


def page_of(name: str, title: str) -> dict[str, Any]:
    return {
        "id": f"{name}_list", "kind": "list", "entity": name, "title": {"en": f"{name}s"},
        "blocks": [{"id": "rows", "type": "list", "entity": name, "title": title}],
    }  # fmt: skip


def send_files(app: Flask, estate: Estate) -> None:
    """Bring the photos of all records up, in Bo's name."""
    from tests.backend.leaks.browser import Browser

    bo = Browser(app, estate, estate.bo, heard=False)
    for blob, content in estate.files.items():
        reply = bo.ask(
            "PUT", f"/api/v1/blobs/{blob}", data=content,
            headers={"Content-Range": f"bytes 0-{len(content) - 1}/{len(content)}",
                     "X-Content-SHA256": hashlib.sha256(content).hexdigest()},
        )  # fmt: skip
        assert reply.status_code == 200, reply.get_data(as_text=True)
