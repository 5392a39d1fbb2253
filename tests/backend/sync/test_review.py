"""Work that was refused: kept for an administrator, who applies it, returns it or gives it up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from backend.accounts import roles
from backend.accounts.guard import CSRF_HEADER, SESSION_COOKIE
from backend.accounts.models import SignIn
from backend.config import Settings
from backend.database import Database
from backend.records.models import history
from backend.sync.models import RefusedChange
from tests.backend.channel.channel_app import channel_app
from tests.backend.sync.office import ALL, FIELD_WORK, READ, Organisation, Person, Phone, create_place, new_id

INBOX = "/api/v1/refused-changes"


@dataclass
class Reviewer:
    """A person with the privilege, at a browser."""

    person: Person
    client: FlaskClient

    def ask(self, method: str, path: str = "", **more: Any) -> Any:
        csrf = self.person.office.database.read(
            lambda session: session.scalar(select(SignIn.csrf).where(SignIn.account == self.person.account))
        )
        self.client.set_cookie(SESSION_COOKIE, self.person.token)
        reply = self.client.open(f"{INBOX}{path}", method=method, headers={CSRF_HEADER: csrf or ""}, **more)
        return reply.get_json()

    def inbox(self, **query: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.ask("GET", query_string=query)["changes"]
        return found


@pytest.fixture
def app(settings: Settings, database: Database) -> Flask:
    return channel_app(settings, database=database)


def reviewer(office: Organisation, app: Flask, name: str = "Chief", **rights: Any) -> Reviewer:
    """Let somebody review who has these rights to records."""
    role = {
        **FIELD_WORK, "id": f"role_{name.lower()}", "privileges": ["use_app", "review"], "workspaces": [],
        "entities": rights or {"place": ALL, "visit": ALL},
    }  # fmt: skip
    office.database.write(lambda session: roles.put_role(session, role))
    return Reviewer(office.person(name, role=role["id"]), app.test_client())


@pytest.fixture
def chief(office: Organisation, app: Flask) -> Reviewer:
    return reviewer(office, app)


@pytest.fixture
def phone(office: Organisation) -> Phone:
    phone = office.person().device()
    phone.sync()
    return phone


def renamed(place: str, name: str = "Quay", base: int = 1) -> dict[str, Any]:
    edits = {"name": {"value": name, "old": "Harbour", "base": base}, "notes": {"value": "New", "base": base}}
    return {"kind": "set", "entity": "place", "record": place, "edits": edits}


def visit(place: str) -> dict[str, Any]:
    values = {"title": "Monday", "place": place}
    return {"kind": "create", "entity": "visit", "record": new_id(), "values": values}


@pytest.mark.feature("BEY-13", "SYN-14")
def test_work_of_somebody_who_lost_the_right_is_kept_whole_for_an_administrator(
    office: Organisation, phone: Phone, chief: Reviewer
) -> None:
    place = office.place()
    change = phone.change(renamed(place))
    office.put_role(entities={"place": READ, "visit": ALL})

    phone.push(change)

    [kept] = chief.inbox(forRights="true")
    assert (kept["person"], kept["personName"]) == (phone.person.user.person, "Ana")
    assert (kept["device"], kept["number"], kept["change"]) == (phone.id, 1, change["id"])
    assert (kept["state"], kept["entity"], kept["record"]) == ("open", "place", place)
    assert kept["problem"]["code"] == "forbidden"
    assert kept["problem"]["sentence"] == "You do not have the right to do this."
    assert kept["acts"][0]["edits"]["name"]["value"] == "Quay"
    assert kept["madeAt"] == change["madeAt"]


@pytest.mark.feature("BEY-13")
@pytest.mark.invariant(23)
@pytest.mark.invariant(5)
def test_an_administrator_applies_it_with_his_own_rights_and_the_history_names_both(
    office: Organisation, phone: Phone, chief: Reviewer
) -> None:
    place = office.place()
    change = phone.change(renamed(place))
    office.put_role(entities={"place": READ, "visit": ALL})
    refused = phone.push(change)
    [kept] = chief.inbox()

    applied = chief.ask("POST", f"/{kept['id']}/apply")
    again = chief.ask("POST", f"/{kept['id']}/apply")

    assert (applied["state"], applied["outcome"]["status"]) == ("applied", "applied")
    assert again["code"] == "change-decided"
    newest = select(history).where(history.c.id == place).order_by(history.c.seq.desc())
    row = office.database.read(lambda session: session.execute(newest).first())
    assert row is not None
    assert (row.by, row.device, row.change) == (chief.person.user.person, phone.id, change["id"])
    assert (row.new["name"], row.version) == ("Quay", 2)
    done = phone.ask("pull", cursor=phone.cursor, page=None, refused=[1])
    assert done["decisions"] == [
        {
            "number": 1, "id": change["id"], "decision": "applied", "note": None,
            "at": applied["decidedAt"], "seq": applied["outcome"]["seq"],
        }
    ]  # fmt: skip
    assert phone.push(change)["outcomes"] == refused["outcomes"]


@pytest.mark.invariant(23)
def test_an_administrator_without_the_right_applies_nothing_and_it_stays_in_the_inbox(
    office: Organisation, phone: Phone, app: Flask
) -> None:
    place = office.place()
    reader = reviewer(office, app, "Reader", place=READ)
    office.put_role(entities={"place": READ, "visit": ALL})
    phone.push(phone.change(renamed(place)))
    [kept] = reader.inbox()

    tried = reader.ask("POST", f"/{kept['id']}/apply")

    assert (tried["state"], tried["outcome"]["problem"]["code"]) == ("open", "forbidden")
    assert [one["id"] for one in reader.inbox()] == [kept["id"]]


@pytest.mark.feature("SYN-14")
def test_a_refused_change_is_tried_again_with_the_rights_that_its_author_has_by_then(
    office: Organisation, phone: Phone, chief: Reviewer
) -> None:
    place = office.place()
    office.put_role(entities={"place": READ, "visit": ALL})
    phone.push(phone.change(renamed(place)))
    [kept] = chief.inbox()

    early = chief.ask("POST", f"/{kept['id']}/retry")
    office.put_role(entities={"place": ALL, "visit": ALL})
    late = chief.ask("POST", f"/{kept['id']}/retry")

    assert (early["state"], early["outcome"]["status"]) == ("open", "rejected")
    assert (late["state"], late["outcome"]["status"]) == ("applied", "applied")


@pytest.mark.feature("BEY-13")
def test_what_is_returned_or_discarded_is_told_to_its_author_and_kept(
    office: Organisation, phone: Phone, chief: Reviewer
) -> None:
    places = office.place("One"), office.place("Two")
    office.put_role(entities={"place": READ, "visit": ALL})
    phone.push(*(phone.change(renamed(place)) for place in places))
    second, first = chief.inbox()

    chief.ask("POST", f"/{first['id']}/return", json={"note": "Ask Bo."})
    chief.ask("POST", f"/{second['id']}/discard", json={"note": "Sold."})

    done = phone.ask("pull", cursor=phone.cursor, page=None, refused=[1, 2])
    told = [(one["number"], one["decision"], one["note"]) for one in done["decisions"]]
    assert told == [(1, "returned", "Ask Bo."), (2, "discarded", "Sold.")]
    assert chief.inbox() == []
    [discarded] = chief.inbox(state="discarded")
    assert discarded["acts"] == second["acts"]
    assert discarded["decidedBy"] == chief.person.user.person


def test_what_its_author_sent_anew_can_no_longer_be_decided(
    office: Organisation, phone: Phone, chief: Reviewer
) -> None:
    place = office.place()
    change = phone.change(renamed(place))
    office.put_role(entities={"place": READ, "visit": ALL})
    phone.push(change)
    [kept] = chief.inbox()
    office.put_role(entities={"place": ALL, "visit": ALL})

    phone.push({**phone.change(renamed(place)), "withdraws": [change["id"]]})

    assert chief.ask("POST", f"/{kept['id']}/apply")["code"] == "change-decided"
    assert chief.ask("GET", f"/{kept['id']}")["state"] == "withdrawn"


@pytest.mark.feature("BEY-13")
@pytest.mark.invariant(33)
def test_what_waits_for_it_goes_on_when_an_administrator_applies_it(
    office: Organisation, phone: Phone, chief: Reviewer
) -> None:
    place = new_id()
    create, behind = phone.change(create_place("Harbour", place)), phone.change(visit(place))
    office.put_role(entities={"place": READ, "visit": ALL})
    outcomes = phone.push(create, behind)["outcomes"]
    [kept] = chief.inbox()

    chief.ask("POST", f"/{kept['id']}/apply")

    done = phone.ask("pull", cursor=phone.cursor, page=None, refused=[1, 2])
    assert [one["status"] for one in outcomes] == ["rejected", "blocked"]
    assert [(one["number"], one["status"]) for one in done["settled"]] == [(2, "applied")]
    assert [one["decision"] for one in done["decisions"]] == ["applied"]


@pytest.mark.invariant(14)
@pytest.mark.invariant(16)
def test_nothing_of_it_is_shown_to_an_administrator_who_may_not_read_it(
    office: Organisation, phone: Phone, app: Flask
) -> None:
    place = office.place()
    other = reviewer(office, app, "Other", visit=ALL)
    masked = reviewer(office, app, "Masked", place={**ALL, "hidden": ["notes"]})
    office.put_role(entities={"place": READ, "visit": READ})
    phone.push(phone.change(renamed(place)), phone.change(renamed(place), visit(place)))
    everything = office.database.read(lambda session: list(session.scalars(select(RefusedChange.id))))

    answers = [other.ask("POST", f"/{one}/apply") for one in everything]
    answers += [other.ask("GET", f"/{one}") for one in everything]

    assert other.inbox() == []
    assert {answer["code"] for answer in answers} == {"not-found"}
    [seen] = masked.inbox()
    assert seen["acts"][0]["edits"].keys() == {"name"}


@pytest.mark.invariant(14)
def test_why_another_administrator_could_not_apply_it_names_no_field_that_is_hidden(
    office: Organisation, phone: Phone, app: Flask
) -> None:
    place = office.place()
    careful = reviewer(office, app, "Careful", place={**ALL, "readOnly": ["notes"]})
    masked = reviewer(office, app, "Masked", place={**ALL, "hidden": ["notes"]})
    office.put_role(entities={"place": READ})
    phone.push(phone.change(renamed(place)))
    [kept] = careful.inbox()

    tried = careful.ask("POST", f"/{kept['id']}/apply")
    [seen] = masked.inbox()

    assert (tried["outcome"]["problem"]["code"], tried["outcome"]["problem"]["field"]) == (
        "field-forbidden",
        "notes",
    )
    assert seen["outcome"]["problem"]["code"] == "field-forbidden"
    assert "field" not in seen["outcome"]["problem"]


@pytest.mark.invariant(16)
def test_a_lost_right_is_known_to_administrators_where_its_author_is_told_of_no_record(
    office: Organisation, phone: Phone, chief: Reviewer
) -> None:
    bo = office.person("Bo")
    theirs = office.visit(bo)
    edit = {"title": {"value": "x", "old": "Monday", "base": 1}}
    office.put_role(entities={"place": ALL, "visit": {**ALL, "read": "own"}})

    gone, absent = (
        phone.change({"kind": "set", "entity": "visit", "record": record, "edits": edit})
        for record in (theirs, new_id())
    )
    reply = phone.push(gone, absent)

    assert {one["problem"]["code"] for one in reply["outcomes"]} == {"record-not-found"}
    assert [one["record"] for one in chief.inbox(forRights="true")] == [theirs]


def test_the_inbox_is_read_page_by_page(office: Organisation, phone: Phone, chief: Reviewer) -> None:
    office.put_role(entities={"place": READ, "visit": ALL})
    phone.push(*(phone.change(create_place(f"P{number}")) for number in range(5)))

    pages = [chief.ask("GET", query_string={"limit": "2"})]
    while pages[-1]["next"]:
        pages.append(chief.ask("GET", query_string={"limit": "2", "after": pages[-1]["next"]}))

    assert [one["number"] for page in pages for one in page["changes"]] == [5, 4, 3, 2, 1]


def test_people_without_the_privilege_see_no_inbox(office: Organisation, app: Flask) -> None:
    someone = Reviewer(office.person("Cy"), app.test_client())

    assert someone.ask("GET")["code"] == "forbidden"
