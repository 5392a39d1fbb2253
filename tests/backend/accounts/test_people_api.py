"""People, teams, units and the organisation as an administrator writes them over HTTP."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.accounts.models import Account, Device
from backend.metadata import service
from backend.records import stream
from backend.web.installation import installation
from tests.backend.accounts.conftest import PASSWORD
from tests.backend.accounts.desk import Desk

SignIn = Callable[[str], tuple[FlaskClient, str]]


def test_a_person_is_made_with_everything_that_he_is(desk: Desk) -> None:
    unit = desk.make("units", name="Sales")
    boss = desk.person("boss", roles=["user"])
    team = desk.make("teams", name="Night shift", unit=unit["id"])

    made = desk.person(
        "ada",
        jobTitle="Seller",
        manager=boss["person"],
        unit=unit["id"],
        teams=[team["id"]],
        roles=["user"],
        language="sv",
        zone="Europe/Stockholm",
        password=PASSWORD,
    )

    assert desk.get(f"people/{made['person']}") == made
    assert {key: made[key] for key in ("name", "email", "jobTitle", "language", "zone")} == {
        "name": "Ada",
        "email": "ada@example.com",
        "jobTitle": "Seller",
        "language": "sv",
        "zone": "Europe/Stockholm",
    }
    assert (made["active"], made["canSignIn"], made["findings"]) == (True, True, [])
    user = desk.user(made)
    assert (user.circle.unit, user.circle.teams, user.zone) == (unit["id"], {team["id"]}, "Europe/Stockholm")
    assert desk.user(boss).circle.reports == {made["person"]}
    assert desk.user(boss).circle.report_teams == {team["id"]}
    assert (
        desk.app.test_client()
        .post("/api/v1/session", json={"email": "ada@example.com", "password": PASSWORD})
        .status_code
        == 200
    )


def test_a_person_who_cannot_be_made_leaves_nothing(desk: Desk) -> None:
    before = desk.get("people")["total"]

    answers = [
        desk.refusal("POST", "people", {"name": "A", "email": "a@example.com", **wrong})
        for wrong in (
            {"email": "ROOT@example.com"},
            {"roles": ["nobody"]},
            {"teams": [str(uuid4())]},
            {"manager": str(uuid4())},
            {"unit": str(uuid4())},
            {"zone": "Mars/Olympus"},
            {"zone": "../../etc/passwd"},
            {"language": "xx"},
            {"password": "short"},
        )
    ]

    assert [(status, problem["code"]) for status, problem in answers] == [
        (409, "email-taken"),
        (404, "unknown-role"),
        (422, "unknown-team"),
        (422, "lookup-not-found"),
        (422, "lookup-not-found"),
        (422, "zone-unknown"),
        (422, "zone-unknown"),
        (422, "language-unknown"),
        (422, "password-too-short"),
    ]
    assert desk.get("people")["total"] == before


def test_people_are_found_by_name_role_team_and_unit_below(desk: Desk) -> None:
    top = desk.make("units", name="Top")
    below = desk.make("units", name="Below", parent=top["id"])
    ada = desk.person("ada", unit=top["id"], roles=["user"])
    bob = desk.person("bob", unit=below["id"], roles=["designer"])
    team = desk.make("teams", name="Red", members=[bob["person"]])

    def names(query: str) -> list[str]:
        return [one["name"] for one in desk.get(f"people?{query}")["people"]]

    assert names(f"unit={top['id']}") == ["Ada", "Bob"]
    assert names(f"unit={below['id']}") == ["Bob"]
    assert names("role=user") == ["Ada"]
    assert names(f"team={team['id']}") == ["Bob"]
    assert names("search=ÁDA") == ["Ada"]
    assert names("search=%25") == []
    first = desk.get("people?limit=1")
    rest = desk.get(f"people?after={first['next']}")
    assert [one["name"] for one in first["people"] + rest["people"]] == ["Ada", "Bob"]
    assert (first["total"], rest["next"], ada["person"]) == (2, None, first["next"])


@pytest.mark.feature("DAT-09")
def test_a_team_change_takes_effect_at_once_and_every_phone_can_learn_of_it(desk: Desk) -> None:
    ada = desk.person("ada", roles=["user"])
    team = desk.make("teams", name="Red")
    head = desk.read(stream.head)

    desk.change(f"teams/{team['id']}", members=[ada["person"]])
    inside = desk.user(ada).circle.teams
    joined = desk.read(stream.head)
    desk.change(f"people/{ada['person']}", teams=[])

    assert inside == {team["id"]}
    assert desk.user(ada).circle.teams == frozenset()
    assert head < joined < desk.read(stream.head), "the team's record was numbered anew each time"
    assert desk.get(f"teams/{team['id']}")["members"] == []


@pytest.mark.feature("DAT-09")
def test_another_role_takes_effect_at_once_with_the_next_metadata_version(desk: Desk) -> None:
    ada = desk.person("ada", roles=["user"])
    version = desk.read(service.current_version)

    desk.change(f"people/{ada['person']}", roles=["user", "designer"])

    assert desk.user(ada).has("design")
    assert desk.read(service.current_version) == version + 1


def test_a_ring_of_managers_is_allowed_and_told(desk: Desk) -> None:
    ada = desk.person("ada", roles=["user"])
    bob = desk.person("bob", roles=["user"], manager=ada["person"])

    changed = desk.change(f"people/{ada['person']}", manager=bob["person"])

    (finding,) = changed["findings"]
    assert finding["code"] == "person-manager-ring"
    assert "Ada → Bob → Ada" in finding["sentence"]
    assert finding["remedy"]
    assert desk.user(ada).circle.reports == {bob["person"]}


def test_a_ring_of_units_is_allowed_and_told(desk: Desk) -> None:
    one = desk.make("units", name="One")
    two = desk.make("units", name="Two", parent=one["id"])

    changed = desk.change(f"units/{one['id']}", parent=two["id"])

    assert [finding["code"] for finding in changed["findings"]] == ["unit-ring"]
    assert {unit["id"] for unit in desk.get("units")} == {one["id"], two["id"]}


def test_units_are_listed_from_the_top_with_their_people(desk: Desk) -> None:
    top = desk.make("units", name="Top")
    below = desk.make("units", name="Below", parent=top["id"])
    desk.person("ada", unit=top["id"])
    desk.person("bob", unit=below["id"])

    listed = [(one["name"], one["people"], one["peopleBelow"]) for one in desk.get("units")]

    assert listed == [("Top", 1, 2), ("Below", 1, 1)]


def test_a_name_that_changes_changes_on_the_account_too(desk: Desk) -> None:
    ada = desk.person("ada", roles=["user"])

    by_people = desk.change(f"people/{ada['person']}", name="Ada Byron")
    record = desk.get(f"records/person/{ada['person']}")
    reply = desk.browser.patch(
        f"/api/v1/records/person/{ada['person']}",
        json={"values": {"name": "Ada King"}},
        headers={**desk.headers, "If-Match": f'"{record["version"]}"'},
    )

    assert (by_people["name"], reply.status_code) == ("Ada Byron", 200)
    assert desk.user(ada).name == "Ada King"


def test_who_is_deactivated_is_out_and_may_come_back(desk: Desk) -> None:
    ada = desk.person("ada", roles=["user"], password=PASSWORD)
    signing_in = {"email": "ada@example.com", "password": PASSWORD}
    statuses = []

    for active in (False, True):
        changed = desk.change(f"people/{ada['person']}", active=active)
        assert (changed["active"], changed["canSignIn"]) == (active, active)
        statuses.append(desk.app.test_client().post("/api/v1/session", json=signing_in).status_code)

    assert statuses == [401, 200]


@pytest.mark.parametrize("loss", [{"roles": ["user"]}, {"active": False}])
def test_the_last_administrator_stays(desk: Desk, loss: dict[str, Any]) -> None:
    database = installation(desk.app).database
    only = desk.person("only", roles=["administrator"], password=PASSWORD)

    def take_from_root(session: Session) -> None:
        from backend.accounts import roles
        from backend.accounts import service as accounts

        roles.take_role(session, accounts.account_by_email(session, "root@example.com").id, "administrator")

    reply = desk.app.test_client()
    state = reply.post("/api/v1/session", json={"email": "only@example.com", "password": PASSWORD}).get_json()
    database.write(take_from_root)
    own = Desk(desk.app, reply, state["csrf"])

    status, problem = own.refusal("PATCH", f"people/{only['person']}", loss)

    assert (status, problem["code"]) == (409, "last-administrator")
    assert problem["remedy"]
    assert own.user(only).everything


def test_an_empty_team_is_deleted_and_one_that_is_needed_is_not(desk: Desk) -> None:
    ada = desk.person("ada", roles=["user"])
    free = desk.make("teams", name="Free", members=[ada["person"]])

    gone = desk.ask("DELETE", f"teams/{free['id']}")

    assert gone.status_code == 204
    assert desk.get("teams") == []
    assert desk.user(ada).circle.teams == frozenset()


def test_a_unit_with_people_in_it_stays(desk: Desk) -> None:
    unit = desk.make("units", name="Sales")
    desk.person("ada", unit=unit["id"])

    status, problem = desk.refusal("DELETE", f"units/{unit['id']}")

    assert (status, problem["code"], problem["arguments"]["count"]) == (409, "still-referenced", 1)


def test_a_person_with_an_account_is_not_deleted_by_any_way(desk: Desk) -> None:
    ada = desk.person("ada", roles=["user"])
    version = desk.get(f"records/person/{ada['person']}")["version"]

    reply = desk.browser.delete(
        f"/api/v1/records/person/{ada['person']}", headers={**desk.headers, "If-Match": f'"{version}"'}
    )

    assert reply.get_json()["code"] == "person-has-account"
    assert desk.get(f"people/{ada['person']}")["active"]


def test_the_zone_of_the_organisation_is_that_of_whoever_has_none(desk: Desk) -> None:
    ada = desk.person("ada", roles=["user"])
    bob = desk.person("bob", roles=["user"], zone="Asia/Tokyo")

    put = desk.ask("PUT", "organisation", {"name": "Satchel Trading", "zone": "Europe/Oslo"})
    status, problem = desk.refusal("PUT", "organisation", {"name": "X", "zone": "Nowhere"})

    told = put.get_json()
    assert (told["name"], told["zone"]) == ("Satchel Trading", "Europe/Oslo")
    assert (status, problem["code"]) == (422, "zone-unknown")
    assert (desk.user(ada).zone, desk.user(bob).zone) == ("Europe/Oslo", "Asia/Tokyo")
    assert desk.get("organisation")["name"] == "Satchel Trading"


@pytest.mark.feature("L45")
def test_administrators_see_the_devices_of_a_person(desk: Desk) -> None:
    ada, bob = desk.person("ada"), desk.person("bob")
    device, seen = str(uuid4()), dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC)

    def register(session: Session) -> None:
        account = session.scalars(select(Account.id).where(Account.person == ada["person"])).one()
        more = {"protocol_version": 1, "metadata_version": 4, "expressions_version": 3}
        session.add(Device(id=device, account=account, created_at=seen, last_seen=seen, **more))

    installation(desk.app).database.write(register)

    assert desk.get(f"devices?person={bob['person']}") == []
    assert desk.get(f"devices?person={ada['person']}") == [
        {
            "id": device,
            "createdAt": "2026-11-22T08:00:00.000Z",
            "lastSeen": "2026-11-22T08:00:00.000Z",
            "protocolVersion": 1,
            "metadataVersion": 4,
            "expressionsVersion": 3,
            "lacking": [],
            "checks": [],
        }
    ]
    assert desk.refusal("GET", f"devices?person={uuid4()}")[0] == 404
    assert desk.refusal("GET", "devices")[0] == 400


VIEWS = [
    ("GET", "people"),
    ("POST", "people"),
    ("GET", "people/{id}"),
    ("PATCH", "people/{id}"),
    ("GET", "teams"),
    ("POST", "teams"),
    ("GET", "teams/{id}"),
    ("PATCH", "teams/{id}"),
    ("DELETE", "teams/{id}"),
    ("GET", "units"),
    ("POST", "units"),
    ("PATCH", "units/{id}"),
    ("DELETE", "units/{id}"),
    ("GET", "organisation"),
    ("PUT", "organisation"),
    ("GET", "roles/user"),
    ("PUT", "roles/user"),
    ("DELETE", "roles/user"),
    ("GET", "rights/explain?person={id}&entity=person&record={id}"),
    ("GET", "devices?person={id}"),
]


@pytest.mark.feature("SEC-06")
@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_only_administrators_administer(desk: Desk, add_account: Callable[..., int], sign_in: SignIn) -> None:
    add_account("ada", "user", "designer")
    theirs = Desk(desk.app, *sign_in("ada"))
    nobody = Desk(desk.app, desk.app.test_client(), "")

    statuses = {
        (method, path): (
            theirs.ask(method, path.format(id=uuid4()), {}).status_code,
            nobody.ask(method, path.format(id=uuid4()), {}).status_code,
        )
        for method, path in VIEWS
    }

    assert statuses == dict.fromkeys(VIEWS, (403, 401))


NOBODY = "7a1f0f8e-6f7b-4f5e-9f5d-3d2b1c0a9e8f"


@pytest.mark.parametrize("path", ["people/%00", "people/x", "teams/../people", f"teams/{NOBODY}"])
def test_an_id_that_is_none_is_not_found(desk: Desk, path: str) -> None:
    assert desk.ask("GET", path).status_code == 404
