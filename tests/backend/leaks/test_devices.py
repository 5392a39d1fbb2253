"""A device whose user gains and loses rights, pushes what he may not, and forges what he was never given."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from backend.accounts import roles
from backend.accounts.rights import whole_rights
from backend.accounts.user import OFFICE
from backend.metadata import publish
from backend.metadata.documents import whole
from backend.metadata.publish import Telling
from backend.protocol.metadata import Role
from tests.backend.leaks.browser import Device
from tests.backend.leaks.estate import Estate
from tests.backend.leaks.plans import ALL, HIDDEN
from tests.backend.sync.office import new_id

TITLES = {"job": "title", "customer": "name", "task": "name"}


@dataclass
class Way:
    """How Mallory comes to a record, and how he goes again."""

    gain: Callable[[Estate, str], object]
    lose: Callable[[Estate, str], object]


def _share(*may: str, team: bool = False) -> Callable[[Estate, str], object]:
    return lambda estate, job: estate.write(
        {"kind": "share", "entity": "job", "record": job, "may": list(may),
         "with_": estate.team if team else estate.mallory.user.person}
    )  # fmt: skip


def _assign(to: str) -> Callable[[Estate, str], object]:
    def act(estate: Estate, job: str) -> None:
        owners = {"me": estate.mallory.user.person, "bo": estate.bo.user.person, "team": estate.team}
        estate.assign(job, owners[to], entity="job")

    return act


def _role(name: str, *, give: bool) -> Callable[[Estate, str], object]:
    def act(estate: Estate, job: str) -> None:
        del job
        change = roles.give_role if give else roles.take_role
        estate.database.write(lambda session: change(session, estate.mallory.account, name))

    return act


def _teams(*also: str) -> Callable[[Estate, str], object]:
    def act(estate: Estate, job: str) -> None:
        if also:
            estate.assign(job, estate.other_team, entity="job")
        estate.join(estate.mallory, estate.team, *(getattr(estate, name) for name in also))

    return act


def _unit(*, same: bool) -> Callable[[Estate, str], object]:
    def act(estate: Estate, job: str) -> None:
        _role("unit_jobs", give=True)(estate, job)
        estate.set_person(estate.bo, {"unit": estate.unit if same else None})

    return act


WAYS = {
    "a share": Way(_share("read", "edit"), _share()),
    "a share with a team": Way(_share("read", team=True), _share(team=True)),
    "an assignment": Way(_assign("me"), _assign("bo")),
    "an assignment to a team": Way(_assign("team"), _assign("bo")),
    "a team": Way(_teams("other_team"), _teams()),
    "a unit": Way(_unit(same=True), _unit(same=False)),
    "a role": Way(_role("all_jobs", give=True), _role("all_jobs", give=False)),
}


@pytest.fixture(autouse=True)
def more_roles(estate: Estate) -> None:
    for name, entity, rights in (
        ("unit_jobs", "job", whole_rights(read="unit", hidden=["zq_cost"])),
        ("all_jobs", "job", whole_rights(read="all", hidden=["zq_cost"])),
        ("clear", "customer", ALL),
    ):
        document = {"id": name, "label": {"en": name}, "entities": {entity: rights}, "privileges": []}
        estate.database.write(lambda session, one=document: roles.put_role(session, whole(Role, one)))


@pytest.mark.feature("SEC-02", "DAT-04")
@pytest.mark.invariant(14)
@pytest.mark.invariant(15)
@pytest.mark.timeout(120)
@pytest.mark.parametrize("way", WAYS)
def test_what_a_device_once_had_is_told_no_further_word(estate: Estate, device: Device, way: str) -> None:
    customer, bo = estate.places["customer"]["open"], estate.bo.user.person
    job = estate.job("passing", bo, customer)
    device.sync()
    assert job not in device.holds("job")

    # Some ways lead to all jobs of Bo's.
    of_jobs = [one for one in estate.ear.secrets.values() if " job" in one.what or "contested" in one.what]
    for secret in of_jobs:
        if "cost" not in secret.what:
            estate.ear.open(secret.value)
    WAYS[way].gain(estate, job)
    device.sync()
    assert device.holds("job")[job].startswith("Zq")
    WAYS[way].lose(estate, job)
    estate.edit("job", job, {"title": estate.text("what it is called since")})
    device.pull()

    assert job not in device.holds("job")
    assert job not in device.stubs.get("job", {})
    sketch = estate.blobs["passing job"]
    device.browser.ask("GET", f"/api/v1/records/job/{job}")
    device.browser.ask("GET", f"/api/v1/blobs/{sketch}")
    refused(device, {"kind": "set", "entity": "job", "record": job,
                     "edits": {"title": {"value": "Mine still", "old": None, "base": 1}}})  # fmt: skip
    for _ in range(2):
        estate.edit("job", job, {"title": estate.text("what it is called later")})
        device.pull()
    estate.delete(job, entity="job")
    device.pull()
    estate.ear.check()


@pytest.mark.feature("SEC-05", "SEC-02")
@pytest.mark.invariant(14)
@pytest.mark.invariant(15)
@pytest.mark.timeout(120)
def test_a_field_that_is_hidden_again_is_told_no_further_word(estate: Estate, device: Device) -> None:
    customer = estate.places["customer"]["open"]
    device.sync()
    closed = dict(estate.ear.secrets)

    estate.ear.secrets.clear()
    _role("clear", give=True)(estate, customer)
    device.sync()
    assert device.records["customer"][customer][1]["zq_credit"].startswith("Zq")
    _role("clear", give=False)(estate, customer)
    for value, secret in closed.items():
        if not any(word in secret.what for word in ("customer", "contested", "hidden name")):
            estate.ear.close(secret.what, value)
    estate.edit("customer", customer, estate.secret_values("a customer, at last"))
    device.pull()

    assert not HIDDEN.keys() & device.records["customer"][customer][1].keys()
    for name, value in estate.secret_values("a customer, after all").items():
        estate.edit("customer", customer, {name: value})
        device.pull()
    estate.ear.check()


@pytest.mark.feature("SEC-02", "SEC-05", "L14")
@pytest.mark.invariant(14)
@pytest.mark.invariant(16)
@pytest.mark.timeout(120)
def test_no_push_whatever_is_in_it_is_answered_with_what_the_user_may_not_read(
    estate: Estate, device: Device
) -> None:
    device.sync()

    for act in hostile_acts(estate):
        device.push(device.change(act))
        device.hear_conflicts()

    statuses = {
        outcome["status"]
        for reply in device.replies()
        if reply["type"] == "outcomes"
        for outcome in reply["outcomes"]
    }
    assert statuses >= {"rejected", "applied", "conflict"}
    estate.ear.check()


def hostile_acts(estate: Estate) -> list[dict[str, Any]]:
    """Return acts on everything that Mallory may not read, or may not write, or that clash with it."""
    me, chief, team = estate.mallory.user.person, estate.chief, estate.other_team
    customer, task = estate.places["customer"]["open"], estate.places["task"]["open"]
    credit = next(s.value for s in estate.ear.secrets.values() if s.what.startswith("credit of"))

    def edit(entity: str, record: str, base: int = 1, **values: Any) -> dict[str, Any]:
        edits = {name: {"value": value, "old": None, "base": base} for name, value in values.items()}
        return {"kind": "set", "entity": entity, "record": record, "edits": edits}

    others = {"blob": estate.blobs["closed job"], "name": "x", "type": "image/jpeg", "size": 1}
    others["sha256"] = "0" * 64
    new = {"kind": "create", "record": new_id()}
    acts = [
        edit("customer", customer, name="Acme too"),
        edit("customer", customer, name="Acme three"),
        edit("customer", customer, street="Contested by Mallory"),
        edit("customer", customer, zq_credit="x"),
        edit("customer", customer, zq_door="x", street="x"),
        edit("customer", customer, account="A 1"),
        edit("customer", customer, front=others),
        {**new, "entity": "customer", "values": {"name": "B", "account": "A 1"}},
        {**new, "entity": "customer", "values": {"zq_credit": credit}},
        {**new, "entity": "job", "values": {"title": "x", "zq_cost": None}},
        {"kind": "delete", "entity": "customer", "record": customer, "base": 1_000_000},
        edit("task", task, job=new_id()),
    ]  # fmt: skip
    for entity, kind in itertools.product(
        ("zq_vault", "customer", "job", "person", "team"), ("closed", "gone")
    ):
        record = estate.places.get(entity, {}).get(kind, new_id())
        place = {"entity": entity, "record": record}
        acts += [
            edit(entity, record, title="x", name="x"),
            edit("task", task, job=record),
            edit("job", estate.places["job"]["open"], customer=record),
            {"kind": "create", **place, "values": {}},
            {"kind": "delete", **place, "base": 1},
            {"kind": "restore", **place},
            {"kind": "step", **place, "workspace": "hush", "action": "x", "base": 1},
            {"kind": "resolve", **place, "conflicts": [new_id()], "seen": 1, "values": {}},
            {"kind": "assign", **place, "owner": me, "base": 1},
            {"kind": "share", **place, "with": me, "may": ["read"]},
            {"kind": "keep", **place, "how": "pin", "on": True},
            {"kind": "keep", **place, "how": "pin", "on": False},
        ]
    own = {"entity": "job", "record": estate.places["job"]["open"]}
    acts += [
        {"kind": "share", **own, "with": grantee, "may": ["read"]} for grantee in (chief, team, new_id())
    ]
    acts += [{"kind": "assign", **own, "owner": owner, "base": 1} for owner in (chief, team, new_id())]
    acts += [
        {"kind": "resolve", "entity": entity, "record": record, "conflicts": [conflict], "seen": 1,
         "values": {}}
        for entity, record, conflict in estate.conflicts
    ]  # fmt: skip
    return acts


def refused(device: Device, act: dict[str, Any]) -> None:
    [outcome] = device.push(device.change(act))["outcomes"]
    assert (outcome["status"], outcome["problem"]["code"]) == ("rejected", "record-not-found"), outcome


@pytest.mark.invariant(14)
@pytest.mark.timeout(60)
def test_marks_of_another_device_and_made_up_ones_bring_nothing(estate: Estate, device: Device) -> None:
    device.sync()
    bo = Device(estate.bo, browser=device.browser)
    answers = []
    plan = device.ask("pull", cursor=None, page=None)
    for mark in (device.cursor, plan["plan"], "x", "", "AAAA" * 40, (device.cursor or "")[::-1]):
        for entity in ("zq_vault", "job", "person"):
            answers += [device.ask("snapshot", plan=mark, entity=entity, after="", until="")]
        answers.append(device.ask("pull", cursor=mark, page=mark))
        answers.append(bo.ask("pull", cursor=mark, page=None))

    rows = [reply for reply in answers if reply["type"] == "rows"]
    assert {row[2].get("title") for reply in rows for row in reply["rows"]} <= {"Job open"}
    assert sum(reply["type"] == "refusal" for reply in answers) >= 20
    estate.ear.check()


@pytest.mark.invariant(14)
@pytest.mark.timeout(120)
@pytest.mark.feature("DAT-01", "DAT-02")
def test_no_profile_or_filter_takes_along_more_than_its_user_may_read(estate: Estate, device: Device) -> None:
    device.sync()
    browser = device.browser
    trees = [
        {"op": "not-null", "path": "title"},
        {"op": "like", "path": "customer.zq_credit", "value": "Zq"},
        {"op": "ne", "path": "zq_cost", "value": {"amount": "1.00", "currency": "EUR"}},
        {"op": "ne-userid", "path": "owner"},
        {"op": "eq", "path": "owner.name", "value": "Bo"},
    ]

    made = [
        browser.ask(
            "POST", "/api/v1/filters",
            json={"entity": "job", "label": {"en": "Mine"}, "condition": tree, "active": True},
        )
        for tree in trees
    ]  # fmt: skip
    for parts in ([], [{"id": "job", "rules": [{"kind": "all"}]}]):
        document = {"id": "everyone", "label": {"en": "Everyone"}, "entities": parts}
        telling = Telling(user=OFFICE, now=estate.now, note={"en": "News"}, urgency="silent")
        estate.database.write(
            lambda session, one=document, told=telling: publish.publish_profile(session, one, told)
        )
        device.pull()
        browser.ask("GET", "/api/v1/metadata")

    assert [reply.status_code for reply in made] == [201, 422, 422, 201, 422]
    assert set(device.holds("job").values()) == {"Job open"}
    estate.ear.check()


@pytest.mark.feature("DAT-02", "SEC-05")
@pytest.mark.invariant(14)
@pytest.mark.timeout(120)
def test_filters_of_the_organisation_that_speak_of_what_the_user_may_not_read_are_not_told(
    estate: Estate, device: Device
) -> None:
    estate.organisation_filters()

    device.sync()
    for method, address in (("GET", ""), ("POST", "/reset"), ("GET", "")):
        reply = device.browser.ask(method, f"/api/v1/filters{address}")
        assert reply.status_code == 200
    device.pull()
    device.browser.ask("GET", "/api/v1/metadata")

    assert estate.places["customer"]["open"] in device.holds("customer")
    estate.ear.check()
