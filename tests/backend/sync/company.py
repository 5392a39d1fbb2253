"""A company with units, teams and managers, for tests of what moves scopes.

``job`` belongs to a person or team and points at a ``customer``, which lies in a ``region``; ``task`` belongs
to a job. Who takes what along is said test by test.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from backend.accounts import roles, teams
from backend.accounts.models import Account
from backend.accounts.rights import whole_rights, with_operations
from backend.accounts.user import OFFICE
from backend.metadata import publish
from backend.metadata import service as metadata
from backend.metadata.assignments import Assignment, assign
from backend.metadata.built_in import BUILT_IN
from backend.metadata.merge_model import with_entities
from backend.metadata.publish import Telling
from backend.offline import filter_edits
from backend.records import models as records
from backend.records import staff
from backend.records.tables import migrate
from backend.sync.ground import Ground
from tests.backend.sync import office
from tests.backend.sync.office import Organisation, Person, Phone

ALL_OPERATIONS = with_operations(["read", "create", "edit", "delete", "assign", "share"])
NORTHERN = {"op": "eq", "path": "customer.region.code", "value": "N"}
"""Jobs of customers in a northern region: two lookups."""


def field(name: str, kind: str = "text", **more: Any) -> dict[str, Any]:
    return {"id": name, "type": kind, "label": {"en": name}, **more}


def lookup(target: str) -> dict[str, Any]:
    return field(target, "lookup", target=target)


def entity(name: str, title: str, *fields: Mapping[str, Any], owned: bool = False) -> dict[str, Any]:
    return {
        "id": name, "label": {"en": name}, "plural": {"en": name}, "icon": "box", "title": title,
        "ownership": "person" if owned else "organisation",
        "fields": [field(title, maxLength=200), *fields],
    }  # fmt: skip


MODEL = [
    entity("region", "name", field("code")),
    entity("customer", "name", lookup("region"), field("credit")),
    entity("job", "title", lookup("customer"), field("due", "date"), field("cost"), owned=True),
    entity("task", "title", lookup("job")),
]
TITLES = {"region": "name", "customer": "name", "job": "title", "task": "title"}


def custom(condition: Mapping[str, Any]) -> dict[str, Any]:
    return {"kind": "custom", "condition": condition}


def part(name: str, *rules: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """What a profile takes along of an entity."""
    return {"id": name, "rules": list(rules), **more}


ALL = {"kind": "all"}
MINE = {"kind": "mine"}
NOTHING = {"kind": "related", "by": []}


class Company(Organisation):
    """The office of the company."""

    def found(self) -> Company:
        def work(session: Any) -> None:
            publish.ensure_built_in(session, migrate=migrate, now=self.now)
            rights = dict.fromkeys(TITLES, ALL_OPERATIONS)
            roles.put_role(session, {**office.FIELD_WORK, "workspaces": [], "entities": rights})

        self.database.write(work)
        self.take_along()
        return self

    def take_along(self, *parts: Mapping[str, Any], model: Iterable[Mapping[str, Any]] = MODEL) -> None:
        """Publish the profile of everyone: these parts, and nothing of what they leave out."""
        named = {one["id"] for one in parts}
        rules = [*parts, *(part(name, NOTHING) for name in TITLES if name not in named)]

        def work(session: Any) -> None:
            document = with_entities(metadata.current(session).model_document, [*BUILT_IN, *model])
            publish.publish(
                session, workspace(), document, Telling(user=OFFICE, now=self.now, note={"en": "News"}),
                migrate=migrate, roles=["field_work"], rules=rules,
            )  # fmt: skip

        self.database.write(work)

    def give_profile(self, profile: str, to: Person | None, *parts: Mapping[str, Any]) -> None:
        """Publish another profile and give it to one person; None: to nobody."""
        given = [] if to is None else [Assignment(profile, "person", to.user.person)]

        def work(session: Any) -> None:
            if parts:
                document = {"id": profile, "label": {"en": profile}, "entities": list(parts)}
                publish.publish_profile(session, document, Telling(user=OFFICE, now=self.now))
            assign(session, profile, given)

        self.database.write(work)

    def rights(self, **rights: Mapping[str, Any]) -> None:
        """Give the role other rights to some entities, of which ``whole_rights`` fills in the rest."""
        given = dict.fromkeys(TITLES, ALL_OPERATIONS) | {
            name: whole_rights(**one) for name, one in rights.items()
        }
        self.put_role(entities=given)

    def unit(self, name: str, parent: str | None = None) -> str:
        return self.create("business_unit", {"name": name, "parent": parent})

    def team(self, name: str, unit: str | None = None) -> str:
        return self.create("team", {"name": name, "unit": unit})

    def join(self, person: Person, *names: str) -> None:
        """Let a person be in these teams only."""
        who = person.user.person
        self.database.write(
            lambda session: teams.set_teams(session, OFFICE, who, names, touch=staff.touch, now=self.now)
        )

    def settle(self, person: Person, **changes: Any) -> None:
        """Set language or zone of a person's account."""

        def work(session: Any) -> None:
            found = session.get_one(Account, person.account)
            for name, value in changes.items():
                setattr(found, name, value)

        self.database.write(work)

    def filter(self, person: Person, name: str, condition: Mapping[str, Any], *, active: bool = True) -> str:
        """Let a person make a filter of his own."""
        body = {"entity": name, "label": {"en": "Mine"}, "condition": condition, "active": active}
        user = person.user
        made = self.database.write(
            lambda session: filter_edits.create(
                session, user, metadata.current(session).model, body, now=self.now
            )
        )
        return made.id

    def switch(self, person: Person, made: str, *, active: bool) -> None:
        user = person.user
        self.database.write(
            lambda session: filter_edits.set_active(session, user, made, active=active, now=self.now)
        )

    def refilter(self, person: Person, made: str, name: str, condition: Mapping[str, Any]) -> None:
        """Write a filter anew."""
        body = {"entity": name, "label": {"en": "Mine"}, "condition": condition, "active": True}
        user = person.user
        self.database.write(
            lambda session: filter_edits.change(
                session, user, metadata.current(session).model, made, body, now=self.now
            )
        )

    def keep(self, person: Person, name: str, record: str, *, how: str = "pin", on: bool = True) -> None:
        act = {"kind": "keep", "entity": name, "record": record, "how": how, "on": on}
        self.write(act, user=person.user)

    def share(self, name: str, record: str, grantee: str, *may: str) -> None:
        act = {"kind": "share", "entity": name, "record": record, "with_": grantee, "may": list(may)}
        self.write(act)

    def job(self, title: str = "Dig", *, owner: str | None = None, **values: Any) -> str:
        record = self.create("job", {"title": title, **values})
        if owner is not None:
            self.assign(record, owner, entity="job")
        return record

    def pass_days(self, days: float) -> None:
        self.now += dt.timedelta(days=days)

    def stand(self, name: str, record: str) -> dict[str, Any]:
        """How the sidecar of a record stands."""
        table = records.record
        query = select(table).where(table.c.entity == name, table.c.id == record)
        return dict(self.database.read(lambda session: session.execute(query).mappings().one()))


def workspace() -> dict[str, Any]:
    return {
        **office.WORKSPACE,
        "pages": [
            {
                "id": f"{name}_list", "kind": "list", "entity": name, "title": {"en": name},
                "blocks": [{"id": "rows", "type": "list", "entity": name, "title": title}],
            }
            for name, title in TITLES.items()
        ],
    }  # fmt: skip


def scope_key(person: Person, phone: Phone) -> str:
    """The terms of what a phone may hold."""
    user, company = person.user, person.office
    return company.database.read(lambda session: Ground(session, user, phone.id, company.now).scope.key)


def news(phone: Phone) -> dict[str, Any]:
    """Pull, and return what all pages together brought."""
    before = len(phone.heard)
    phone.pull()
    pages = phone.replies(before)
    return {
        "put": {row[0] for page in pages for put in page["put"] for row in put["rows"]},
        "left": {
            one for page in pages for out in page["out"] if out["why"] == "left" for one in out["records"]
        },
        "lost": {
            one for page in pages for out in page["out"] if out["why"] == "lost" for one in out["records"]
        },
        "stubs": {one: label for page in pages for s in page["stubs"] for one, label in s["labels"].items()},
        "masks": {mask["entity"]: mask["fields"] for page in pages for mask in page["masks"]},
        "standing": pages[-1]["standing"],
    }


QUIET: dict[str, Any] = {
    "put": set(), "left": set(), "lost": set(), "stubs": {}, "masks": {}, "standing": None
}  # fmt: skip
"""What a pull brings of which there is nothing to tell."""
