"""Tests of the acts that move a record without changing what stands in it: assign, share, keep."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from backend.accounts.models import Account
from backend.accounts.user import Circle, User
from backend.records import read
from backend.records.models import kept, record_share
from backend.records.touch import touch
from backend.records.work import Changed, Origin
from backend.signals import records_changed
from tests.backend.records.office import (
    NOW,
    Office,
    assign,
    change,
    create,
    delete,
    edits,
    keep,
    new_id,
    rights_of,
    share,
    user,
)

ALL = "read create edit delete assign share"
CHIEF = user("Chief", everything=True)


@pytest.fixture
def bob(office: Office) -> User:
    """Somebody with all rights to reports of his own, who reads people and teams."""
    return office.hire(user("Bob", entities=("person", "team"), special={"report": rights_of(ALL, "own")}))


def told(office: Office, *changes: Any, by: User | None = None) -> list[Changed]:
    """Apply changes and return what was told of them."""
    heard: list[Changed] = []

    def hear(_sender: object, *, changed: list[Changed], **_: Any) -> None:
        heard.extend(changed)

    with records_changed.connected_to(hear):
        office.apply(*changes, by=by)
    return heard


def rows(office: Office, table: Any) -> list[dict[str, Any]]:
    return office.read(lambda s: [dict(row) for row in s.execute(select(table)).mappings()])


@pytest.mark.feature("OUT-09")
@pytest.mark.feature("L28")
def test_an_assigned_record_is_the_new_owners_and_remembers_the_former(office: Office, bob: User) -> None:
    report = office.make("report", by=bob, name="May")
    ann = office.ann.person

    outcome = office.apply(change(assign("report", report, ann)), by=bob)

    sidecar = office.sidecar("report", report)
    newest = office.history("report", report, by=CHIEF)[0]
    assert outcome["status"] == "applied"
    assert outcome["records"] == [{"entity": "report", "record": report, "version": 2}]
    assert (sidecar.owner, sidecar.version, sidecar.field_versions) == (ann, 2, {"owner": 2})
    assert sidecar.value_seq == sidecar.seq == outcome["seq"]
    assert (newest["kind"], newest["old"], newest["new"]) == ("assign", {"owner": bob.person}, {"owner": ann})
    assert office.page("report", by=bob)["total"] == 0


def test_of_two_who_assign_a_record_the_latest_word_stands(office: Office, bob: User) -> None:
    report, other = office.make("report", name="May"), office.hire(user("Cy"))

    outcomes = [
        office.apply(change(assign("report", report, to)), by=CHIEF) for to in (bob.person, other.person)
    ]
    again = office.apply(change(assign("report", report, other.person)), by=CHIEF)

    assert [one["status"] for one in (*outcomes, again)] == ["applied"] * 3
    assert again["seq"] == 0
    assert office.get("report", report)["owner"] == other.person
    assert office.conflicts(by=CHIEF) == []


def test_an_edit_and_a_deletion_go_on_over_a_new_owner(office: Office, bob: User) -> None:
    one, two = office.make("report", name="One"), office.make("report", name="Two")
    for report in (one, two):
        office.apply(change(assign("report", report, bob.person)), by=CHIEF)

    edited = office.apply(change(edits("report", one, 1, name=("One", "1"))))
    deleted = office.apply(change(delete("report", two, 1)))

    assert (edited["status"], deleted["status"]) == ("merged", "applied")
    assert office.get("report", one)["owner"] == bob.person


def test_a_record_is_created_for_somebody_whom_the_right_to_create_reaches(office: Office, bob: User) -> None:
    team, other = new_id(), new_id()
    office.apply(change(create("team", team, name="Blue"), create("team", other, name="Red")), by=CHIEF)
    clerk = replace(
        bob,
        circle=Circle(teams=frozenset({team})),
        rights={**bob.rights, "report": rights_of("read create", "team")},
    )
    acts = {to: create("report", name="For them") for to in (team, other)}

    made = {
        to: office.apply(change(act, assign("report", act["record"], to)), by=clerk)
        for to, act in acts.items()
    }

    assert made[team]["status"] == "applied"
    assert office.get("report", acts[team]["record"])["owner"] == team
    assert office.sidecar("report", acts[team]["record"]).version == 1
    assert made[other]["problem"]["code"] == "forbidden"


@pytest.mark.invariant(23)
def test_assigning_takes_its_own_right_and_an_owner_who_is_there(office: Office, bob: User) -> None:
    report, mute = (
        office.make("report", by=bob, name="May"),
        replace(bob, rights={"report": bob.rights["report"]}),
    )
    gone, shut = office.hire(user("Gone")), office.hire(user("Shut"))
    office.apply(change(delete("person", gone.person, 1)), by=CHIEF)
    account = {"person": shut.person, "email": "s@s.se", "email_key": "s@s.se", "name": "Shut", "zone": "UTC"}
    office.write(lambda s: s.execute(insert(Account).values(**account, created_at=NOW)))
    office.write(lambda s: s.execute(update(Account).values(disabled=True)))
    unable = replace(bob, rights={**bob.rights, "report": rights_of("read edit", "own")})
    customer = office.make()

    def refused(by: User, to: str) -> str:
        return str(office.apply(change(assign("report", report, to)), by=by)["problem"]["code"])

    assert refused(unable, office.ann.person) == "forbidden"
    assert {refused(bob, to) for to in (new_id(), gone.person, shut.person, customer)} == {
        "person-or-team-not-found"
    }
    assert refused(mute, office.ann.person) == "person-or-team-not-found"
    assert office.apply(change(assign("customer", customer, bob.person)), by=CHIEF)["problem"]["code"] == (
        "not-assignable"
    )


@pytest.mark.feature("OUT-09")
@pytest.mark.feature("SEC-02")
def test_a_shared_record_is_open_for_what_it_is_shared_for_until_that_ends(office: Office, bob: User) -> None:
    report = office.make("report", name="May")
    before = office.sidecar("report", report)

    outcome = office.apply(change(share("report", report, bob.person, "edit")), by=CHIEF)

    shared = office.sidecar("report", report)
    edited = office.apply(change(edits("report", report, 1, name=("May", "June"))), by=bob)
    deleted = office.apply(change(delete("report", report, 2)), by=bob)
    found = office.get("report", report, by=bob)
    (row,) = office.read(lambda s: read.rows_for(s, office.metadata.model, "report", [report], user=bob))
    office.apply(change(share("report", report, bob.person, "")), by=CHIEF)
    assert (outcome["status"], outcome["records"][0]["version"]) == ("applied", 1)
    assert (shared.version, shared.value_seq) == (before.version, outcome["seq"])
    assert (edited["status"], deleted["problem"]["code"]) == ("applied", "forbidden")
    assert found["may"] == ["read", "edit"] == row[2]["shared"]
    assert rows(office, record_share) == []
    assert office.page("report", by=bob)["total"] == 0
    assert [entry["kind"] for entry in office.history("report", report, by=CHIEF)] == [
        "share", "edit", "share", "create",
    ]  # fmt: skip
    assert "share" not in {entry["kind"] for entry in office.history("report", report)}


@pytest.mark.invariant(23)
def test_nobody_shares_more_than_he_may_do_himself(office: Office, bob: User) -> None:
    report = office.make("report", by=bob)
    less = replace(bob, rights={**bob.rights, "report": rights_of("read edit share", "own")})
    none = replace(bob, rights={**bob.rights, "report": rights_of("read edit", "own")})
    ann = office.ann.person

    statuses = {
        (who.rights["report"].depths.get("share"), may): office.apply(
            change(share("report", report, ann, may)), by=who
        )["status"]
        for who in (less, none)
        for may in ("delete", "edit delete", "assign", "edit", "")
    }

    assert {key for key, status in statuses.items() if status == "applied"} == {("own", "edit"), ("own", "")}


TAKEN_BACK = [
    ("whoever may do as much", "read edit delete share", "", True),
    ("whoever may do as much", "read edit delete share", "read", True),
    ("whoever may share and do less", "read share", "", False),
    ("whoever may share and do less", "read edit share", "read edit", False),
    ("whoever may share and do less", "read edit share", "", False),
    ("whoever may do all but share", "read edit delete", "", False),
    ("whose it is", "read share", "", True),
    ("whose team's it is", "read share", "read", True),
    ("whose it is, who may not share", "read edit delete", "", False),
    ("who gave it and may do less now", "read share", "", True),
]


@pytest.mark.feature("OUT-09")
@pytest.mark.invariant(23)
@pytest.mark.parametrize(("who", "rights", "left", "well"), TAKEN_BACK)
def test_a_share_is_taken_back_by_whom_it_is_to_take(
    office: Office, bob: User, who: str, rights: str, left: str, well: bool
) -> None:
    team = new_id()
    may = {"report": rights_of(rights)}
    other = office.hire(user("Other", entities=("person", "team"), special=may))
    giver = CHIEF
    if "whose it is" in who:
        owner = other.person
    elif "team" in who:
        office.apply(change(create("team", team, name="Blue")), by=CHIEF)
        owner, other = team, replace(other, circle=Circle(teams=frozenset({team})))
    else:
        owner = office.ann.person
    if "gave" in who:
        giver = replace(other, rights={**other.rights, "report": rights_of(ALL)})
    report = office.make("report")
    if owner != office.ann.person:
        office.apply(change(assign("report", report, owner)), by=CHIEF)
    office.apply(change(share("report", report, bob.person, "read edit delete")), by=giver)

    outcome = office.apply(change(share("report", report, bob.person, left)), by=other)

    shares = [row["may"] for row in rows(office, record_share)]
    assert (outcome["status"] == "applied") is well
    if well:
        assert shares == ([["read"]] if left else [])
    else:
        assert outcome["problem"]["code"] == "forbidden"
        assert shares == [["read", "edit", "delete"]]


def test_an_end_of_a_share_that_there_is_not_is_nothing(office: Office, bob: User) -> None:
    reader = user("Reader", special={"report": rights_of("read share")})
    report = office.make("report")

    outcome = office.apply(change(share("report", report, bob.person, "")), by=reader)

    assert (outcome["status"], outcome["seq"]) == ("applied", 0)


def test_a_share_is_made_once_and_only_with_who_is_there(office: Office) -> None:
    report = office.make("report")
    act = share("report", report, office.ann.person, "read edit")

    first, again = (office.apply(change(act), by=CHIEF) for _ in range(2))
    nobody = office.apply(change(share("report", report, new_id(), "read")), by=CHIEF)

    assert first["seq"] > 0
    assert (again["status"], again["seq"]) == ("applied", 0)
    assert nobody["problem"]["code"] == "person-or-team-not-found"
    assert [row["may"] for row in rows(office, record_share)] == [["read", "edit"]]


def test_a_version_that_somebody_else_wrote_stays_his_although_my_phone_shared_it(office: Office) -> None:
    phone, report = new_id(), office.make("report", name="May")
    office.apply(change(edits("report", report, 1, name=("May", "June"))))
    office.apply(change(share("report", report, office.ann.person, "read")), by=CHIEF, device=phone)

    outcome = office.apply(change(edits("report", report, 1, name=("May", "July"))), device=phone)

    assert outcome["status"] == "conflict"


@pytest.mark.feature("DAT-11")
@pytest.mark.feature("BEY-09")
@pytest.mark.feature("L35")
@pytest.mark.invariant(25)
def test_what_is_pinned_or_followed_is_the_persons_and_only_touches_the_record(
    office: Office, bob: User
) -> None:
    report = office.make("report", by=bob, name="May")
    before = office.sidecar("report", report)

    for act in (keep("report", report), keep("report", report, "follow"), keep("report", report)):
        office.apply(change(act), by=bob)

    after = office.sidecar("report", report)
    still = {"version", "value_seq", "field_versions", "modified_at", "modified_by", "owner"}
    assert {row["how"] for row in rows(office, kept)} == {"pin", "follow"}
    assert {row["person"] for row in rows(office, kept)} == {bob.person}
    assert after.seq == before.seq + 2 == office.head()
    assert {name: getattr(after, name) for name in still} == {name: getattr(before, name) for name in still}
    assert [entry["kind"] for entry in office.history("report", report, by=CHIEF)] == ["create"]
    office.apply(change(keep("report", report, on=False)), by=bob)
    assert [row["how"] for row in rows(office, kept)] == ["follow"]


@pytest.mark.feature("DAT-11")
@pytest.mark.invariant(16)
@pytest.mark.parametrize("lost", ["the record", "the entity", "an entity that there never was"])
def test_anyone_lets_go_of_what_he_can_no_longer_read(office: Office, bob: User, lost: str) -> None:
    report = office.make("report", by=bob)
    office.apply(change(keep("report", report)), by=bob)
    if lost == "the record":
        office.apply(change(assign("report", report, office.ann.person)), by=bob)
    else:
        bob = replace(bob, rights={})
    before, entity = office.head(), "report" if lost != "an entity that there never was" else "no_such"

    outcome = office.apply(change(keep(entity, report, on=False)), by=bob)
    again = office.apply(change(keep("report", report)), by=bob)

    assert (outcome["status"], outcome["seq"], office.head()) == ("applied", 0, before)
    assert [one["version"] for one in outcome["records"]] in ([], [0])
    assert again["status"] == "rejected"
    assert bool(rows(office, kept)) == (entity == "no_such")


@pytest.mark.invariant(25)
def test_a_touch_raises_the_number_and_nothing_else(office: Office) -> None:
    customer, deleted = office.make(name="Acme"), office.make(name="Gone")
    office.apply(change(edits("customer", customer, 1, name=("Acme", "Hers"))))
    office.apply(change(edits("customer", customer, 1, name=("Acme", "His"))))
    office.apply(change(delete("customer", deleted, 1)))
    before, conflicts = office.sidecar("customer", customer), office.conflicts()
    shown, head, heard = office.get("customer", customer), office.head(), []
    origin = Origin(office.ann, new_id(), None, NOW, NOW)
    places = [("customer", customer), ("customer", new_id()), ("customer", deleted), ("customer", customer)]

    with records_changed.connected_to(lambda _sender, **_: heard.append(True)):
        count = office.write(lambda session: touch(session, places, origin=origin))

    after = office.sidecar("customer", customer)
    assert (count, office.head(), heard) == (2, head + 2, [])
    assert after.seq in (head + 1, head + 2)
    assert {**after._mapping, "seq": 0} == {**before._mapping, "seq": 0}
    assert (office.get("customer", customer), office.conflicts()) == (shown, conflicts)
    assert office.numbers() == list(range(1, head + 3))
    merged = office.apply(change(edits("customer", customer, 2, name=("Hers", "Again"))))
    assert merged["status"] == "applied"


def test_whoever_waits_is_told_what_a_change_has_written_and_not_of_refusals(
    office: Office, bob: User
) -> None:
    act = create("report", name="May")
    report, ann = act["record"], office.ann.person

    made = told(office, change(act))
    edited = told(office, change(edits("report", report, 1, name=("May", "June"))))
    moved = told(office, change(assign("report", report, bob.person)), by=CHIEF)
    shared = told(office, change(share("report", report, ann, "read")), by=CHIEF)
    pinned = told(office, change(keep("report", report)), by=CHIEF)
    gone = told(office, change(delete("report", report, 3)), by=CHIEF)
    refused = told(office, change(delete("report", new_id(), 1)), by=CHIEF)

    (first,), (second,), (third,), (fourth,), (fifth,), (last,) = made, edited, moved, shared, pinned, gone
    assert (first.kind, first.before, first.owner_before, first.owner_after) == ("create", {}, None, ann)
    assert first.fields >= {"name", "owner", "status"}
    assert (second.fields, second.before["name"], second.after["name"]) == ({"name"}, "May", "June")
    assert (third.kind, third.fields, third.owner_before, third.owner_after) == (
        "assign", {"owner"}, ann, bob.person,
    )  # fmt: skip
    assert (fourth.kind, fourth.fields) == ("share", {"shared"})
    assert (last.after, last.owner_before, last.owner_after) == ({}, bob.person, None)
    assert (fifth.kind, fifth.fields) == ("keep", {"kept"})
    assert refused == []


def test_rows_for_a_device_hold_the_fields_that_are_wanted_and_the_title(office: Office) -> None:
    customer = office.make(name="Acme", town="Lund", email="a@b.se", notes="secret")
    reader = user("Reader", special={"customer": rights_of("read", hidden="notes")})

    def values(**more: Any) -> dict[str, Any]:
        model = office.metadata.model
        ((_, _, found),) = office.read(lambda s: read.rows_for(s, model, "customer", [customer], **more))
        return found

    assert values(user=reader) == {"name": "Acme", "town": "Lund", "email": "a@b.se"}
    assert values(user=reader, fields=["town", "notes"]) == {"name": "Acme", "town": "Lund"}
    assert values(fields=["notes"]) == {"name": "Acme", "notes": "secret"}
