"""Random changes of a person on the road: plain ones, and all that stands in the way of others.

Records are edited again and again, made and pointed at in one request, deleted, taken by somebody else in the
meantime; values are wrong, hidden, read-only or taken; what was seen is sometimes old.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from backend.accounts.rights import with_operations
from backend.accounts.user import OFFICE
from backend.metadata import publish
from backend.metadata import service as metadata
from backend.metadata.publish import Telling
from backend.records.apply import apply
from backend.records.tables import migrate
from tests.backend.metadata.rules import compare, op, validity, value
from tests.backend.metadata.rules import field as read
from tests.backend.sync.company import (
    ALL,
    ALL_OPERATIONS,
    NORTHERN,
    Company,
    custom,
    entity,
    field,
    lookup,
    part,
    workspace,
)
from tests.backend.sync.office import Person, Phone, new_id

CODES = [f"C{number}" for number in range(6)]
WORDS = [str(number) for number in range(20)]
LOGO = {"name": "logo.png", "type": "image/png", "size": 9, "sha256": "0" * 64}
NEWEST = 1_000
"""Newer than any version that a record has come to."""

MODEL = [
    entity("region", "name", field("code")),
    entity(
        "customer",
        "name",
        field("street", group="address", maxLength=80),
        field("town", group="address"),
        field("stock", "integer", policy="add"),
        field("note", "multi_line", policy="append"),
        field("code", unique=True),
        field("number", "auto_number", prefix="C-", digits=4),
        lookup("region"),
        lookup("customer"),
        field("secret"),
        field("grade"),
        field("fax"),
        field("logo", "image"),
    ),
    entity("job", "title", lookup("customer"), field("due", "date"), field("cost"), owned=True),
    entity("task", "title", lookup("job")),
]
RULES: dict[str, list[dict[str, Any]]] = {
    "customer": [
        field("sign", computed=op("concat", read("name"), value("text", " of "), read("town"))),
        field("twice", "integer", computed=op("multiply", read("stock"), value("integer", 2))),
        field("half", "decimal", computed=op("divide", read("twice"), value("integer", 4))),
        field("kept", "text", defaultRule=op("upper", read("name"))),
    ],
    "task": [field("due", "date", computed=read("job.due"))],
}
MANY = compare("ge", read("stock"), value("integer", 280))
FEW = validity("few", op("not", MANY))
"""What must hold of customers: of the numbers that come up, some are too many."""
CALLED_FOR_SELDOM = ["town", "code", "region", "secret", "grade", "fax"]
FIELDS = {
    "region": ["name", "code"],
    "customer": [
        "name",
        "customer",
        "street",
        "stock",
        "note",
        "town",
        "code",
        "region",
        "secret",
        "grade",
        "fax",
    ],
    "job": ["title", "due", "cost", "customer"],
    "task": ["title", "job"],
}


class Road:
    """A company, somebody on the road with his phone, and a colleague who works on the same records."""

    def __init__(self, company: Company, seed: int, *, ruled: bool = False) -> None:
        self.company, self.chance, self.trouble = company, random.Random(seed), 1.0
        self.person, self.phone = _begin(company, [_ruled(one) for one in MODEL] if ruled else MODEL)
        self.colleague: Person = company.person("Bo")
        self.known: defaultdict[str, list[str]] = defaultdict(list)
        for name in ("N", "S"):
            self.known["region"].append(company.create("region", {"name": name, "code": name}))
        for number in range(12):
            region = self.chance.choice(self.known["region"])
            values = {"name": f"Customer {number}", "code": f"C{number}", "region": region}
            self.known["customer"].append(company.create("customer", values))
        for number in range(12):
            customer, owner = self.chance.choice(self.known["customer"]), self.chance.choice(["Ana", "Bo"])
            who = self.person if owner == "Ana" else self.colleague
            job = company.create("job", {"title": f"Job {number}", "customer": customer}, user=who.user)
            self.known["job"].append(job)
            self.known["task"].append(company.create("task", {"title": "Task", "job": job}))
        _publish_news(company)

    def changes(self, count: int) -> list[dict[str, Any]]:
        """The next changes of the phone: of a calm day, or of one on which much goes wrong."""
        self.trouble = self.chance.choice([0.1, 0.3, 1.0])
        return [self._change() for _ in range(count)]

    def heard(self, changes: Sequence[Mapping[str, Any]], outcomes: Sequence[Mapping[str, Any]]) -> None:
        """Leave most of what was refused behind: of what is never made, all that follows waits."""
        for change, outcome in zip(changes, outcomes, strict=True):
            made = [act for act in change["acts"] if act["kind"] == "create"]
            for act in made if outcome["status"] in ("rejected", "blocked") else ():
                if act["record"] in self.known[act["entity"]] and self.chance.random() < 0.8:
                    self.known[act["entity"]].remove(act["record"])

    def _goes_wrong(self, chance: float) -> bool:
        return self.chance.random() < chance * self.trouble

    def meanwhile(self) -> None:
        """Let the colleague edit something, or take something away."""
        name = self.chance.choice(["customer", "job"])
        record = self.chance.choice(self.known[name])
        if self.chance.random() < 0.2:
            self._try({"kind": "delete", "entity": name, "record": record, "base": NEWEST})
        else:
            one = self._field(name)
            edits = {one: self._edit(name, one, base=NEWEST)}
            self._try({"kind": "set", "entity": name, "record": record, "edits": edits})

    def _try(self, act: Mapping[str, Any]) -> None:
        def work(session: Session) -> None:
            current = metadata.current(session)
            change = {"id": new_id(), "metadata_version": current.version, "made_at": None, "acts": [act]}
            user = self.colleague.user_in(session)
            apply(session, user, [change], metadata=current, now=self.company.now)

        self.company.database.write(work)

    def _change(self) -> dict[str, Any]:
        acts = [self._act() for _ in range(self.chance.choices([1, 2, 3], [8, 2, 1])[0])]
        change = self.phone.change(*acts)
        if self._goes_wrong(0.1):
            change["metadataVersion"] = max(1, change["metadataVersion"] - 1)
        return change

    def _act(self) -> dict[str, Any]:
        kind = self.chance.choice(["set", "set", "create"])
        if self._goes_wrong(0.1):
            kind = self.chance.choice(["delete", "assign", "keep", "restore"])
        name = self.chance.choices(["customer", "job", "task", "region"], [10, 5, 3, 1])[0]
        if kind == "create":
            return self._create(name)
        act = {"kind": kind, "entity": name, "record": self._record(name)}
        match kind:
            case "set":
                names = {self._field(name) for _ in range(self.chance.randint(1, 2))}
                edits = {one: self._edit(name, one, base=self._base()) for one in sorted(names)}
                return {**act, "edits": edits}
            case "delete":
                return {**act, "base": self._base()}
            case "assign":
                return {**act, "entity": "job", "record": self._record("job"), "base": self._base()} | {
                    "owner": self.chance.choice([self.person, self.colleague]).user.person
                }
            case "keep":
                return {**act, "how": "pin", "on": self.chance.random() < 0.7}
        return act

    def _create(self, name: str) -> dict[str, Any]:
        record = self._record(name) if self._goes_wrong(0.03) else new_id()
        values: dict[str, Any] = {}
        for one in FIELDS[name][:1] + self.chance.sample(FIELDS[name][1:3], 1):
            values[one] = self._value(name, one)
        if name == "customer" and self.chance.random() < 0.5:
            fresh = [f"D{self.chance.randint(0, 9999)}"]
            values["code"] = self.chance.choice(CODES if self._goes_wrong(0.2) else fresh)
        if name == "customer" and self.chance.random() < 0.1:
            values["logo"] = {"blob": new_id(), **LOGO}
        if record not in self.known[name]:
            self.known[name].append(record)
        return {"kind": "create", "entity": name, "record": record, "values": values}

    def _edit(self, name: str, one: str, *, base: int) -> dict[str, Any]:
        edit = {"value": self._value(name, one), "base": base}
        return edit if self.chance.random() < 0.3 else {**edit, "old": self._value(name, one)}

    def _value(self, name: str, one: str) -> Any:
        if self._goes_wrong(0.05):
            return self.chance.choice([None, "x" * 90, "soon"])
        match one:
            case "region" | "customer" | "job":
                return self._record(one)
            case "stock" | "cost":
                return self.chance.randint(1, 300)
            case "due":
                return self.chance.choice(["2026-11-23", "2026-12-01"])
            case "code":
                return self.chance.choice(CODES if name == "customer" else ["N", "S"])
        return self.chance.choice(WORDS)

    def _record(self, name: str) -> str:
        # The newest are the likeliest: somebody goes on with what he has just made.
        known = self.known[name]
        return (
            new_id()
            if self.chance.random() < 0.03
            else known[-1 - int(len(known) * self.chance.random() ** 1.4)]
        )

    def _field(self, name: str) -> str:
        names = FIELDS[name]
        return self.chance.choice(names if self._goes_wrong(0.3) else names[:5])

    def _base(self) -> int:
        return self.chance.choices([1, 2, NEWEST], [5, 1, 1])[0]


def _ruled(of: dict[str, Any]) -> dict[str, Any]:
    """Return an entity with rules of its own, and for tasks with one that looks at their jobs."""
    fields = [*of["fields"], *RULES.get(of["id"], ())]
    return {**of, "fields": fields, "validities": [FEW] if of["id"] == "customer" else []}


def _begin(company: Company, model: Sequence[Mapping[str, Any]]) -> tuple[Person, Phone]:
    customers = {**ALL_OPERATIONS, "hidden": ["secret"], "readOnly": ["grade"]}
    jobs = {**with_operations(["read", "create"]), **dict.fromkeys(("edit", "delete", "assign"), "own")}
    company.rights(region=ALL_OPERATIONS, customer=customers, job=jobs, task=ALL_OPERATIONS)
    company.take_along(
        part("region", ALL),
        part("customer", ALL),
        part("job", custom(NORTHERN)),
        part("task", {"kind": "related", "by": [{"path": "job"}]}),
        model=model,
    )
    person = company.person("Ana")
    return person, person.device().sync()


def _publish_news(company: Company) -> None:
    """Publish a model in which a field is gone and another is of another type."""

    def anew(one: Mapping[str, Any]) -> dict[str, Any]:
        left = [two for two in one["fields"] if two["id"] != "fax"]
        return {**one, "fields": [field("cost", "integer") if two["id"] == "cost" else two for two in left]}

    def work(session: Session) -> None:
        model = metadata.current(session).model_document
        document = {**model, "entities": [anew(one) for one in model["entities"]]}
        telling = Telling(user=OFFICE, now=company.now, note={"en": "News"})
        publish.publish(session, workspace(), document, telling, migrate=migrate, roles=["field_work"])

    company.database.write(work)
