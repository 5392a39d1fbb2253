"""Tests of two hands on one record: what is merged, what becomes a conflict, how it ends."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backend.accounts.user import Circle
from backend.records.conflicts import conflicts_since, open_conflicts
from tests.backend.records.office import (
    NOW,
    Office,
    assign,
    change,
    create,
    delete,
    edits,
    new_id,
    resolve,
    restore,
    rights_of,
    user,
)


@pytest.mark.feature("CON-08")
def test_edits_of_different_fields_both_survive(office: Office) -> None:
    customer = office.make(name="Acme", email="a@acme.com")
    office.apply(change(edits("customer", customer, 1, name=("Acme", "Acme AB"))))

    outcome = office.apply(change(edits("customer", customer, 1, email=("a@acme.com", "b@acme.com"))))

    assert outcome["status"] == "merged"
    assert office.values("customer", customer) == {"name": "Acme AB", "email": "b@acme.com"}


@pytest.mark.feature("CON-05")
@pytest.mark.invariant(19)
def test_edits_of_the_same_field_leave_the_office_value_and_keep_mine(office: Office) -> None:
    bob = office.hire(user("Bob"))
    customer = office.make(name="Acme", email="a@acme.com")
    office.apply(change(edits("customer", customer, 1, name=("Acme", "Hers"))))

    outcome = office.apply(
        change(edits("customer", customer, 1, name=("Acme", "His"), email=("a@acme.com", "b@acme.com"))),
        by=bob,
    )

    (row,) = office.conflicts()
    assert outcome["status"] == "conflict"
    assert outcome["conflicts"] == [row["id"]]
    assert office.values("customer", customer) == {"name": "Hers", "email": "b@acme.com"}
    assert (row["kind"], row["base"], row["mine"], row["theirs"]) == (
        "fields",
        {"name": "Acme"},
        {"name": "His"},
        {"name": "Hers"},
    )
    assert (row["mine_by"], row["theirs_by"], row["open"]) == ("Bob", "Ann", True)


@pytest.mark.feature("CON-05")
def test_phones_are_told_of_a_conflict_with_the_ids_of_its_people(office: Office) -> None:
    bob = office.hire(user("Bob"))
    customer = office.make(name="Acme")
    office.apply(change(edits("customer", customer, 1, name=("Acme", "Hers"))))
    office.apply(change(edits("customer", customer, 1, name=("Acme", "His"))), by=bob)
    head = office.head()

    (row,) = office.read(
        lambda session: conflicts_since(
            session, bob, office.metadata.model, after=0, until=head, entities=["customer"]
        )
    )

    assert (row["mine_by"], row["theirs_by"]) == (bob.person, office.ann.person)


def test_a_conflict_raises_the_number_of_the_record_and_not_its_version(office: Office) -> None:
    customer = office.make(name="Acme")
    office.apply(change(edits("customer", customer, 1, name=("Acme", "Hers"))))
    before = office.sidecar("customer", customer)

    office.apply(change(edits("customer", customer, 1, name=("Acme", "His"))))

    after = office.sidecar("customer", customer)
    assert (after.version, after.value_seq) == (before.version, before.value_seq)
    assert after.seq == office.head() == before.seq + 1


@pytest.mark.feature("CON-05")
def test_fields_of_one_group_conflict_as_one(office: Office) -> None:
    customer = office.make(street="Main 1", town="Lund")
    office.apply(change(edits("customer", customer, 1, town=("Lund", "Malmö"))))

    outcome = office.apply(change(edits("customer", customer, 1, street=("Main 1", "High 2"))))

    (row,) = office.conflicts()
    assert outcome["status"] == "conflict"
    assert (row["mine"], row["theirs"]) == ({"street": "High 2"}, {"street": "Main 1", "town": "Malmö"})
    assert office.values("customer", customer)["street"] == "Main 1"


def test_a_device_never_conflicts_with_what_it_wrote_itself(office: Office) -> None:
    device = new_id()
    customer = office.make(street="Main 1", town="Lund")
    first = edits("customer", customer, 1, street=("Main 1", "High 2"))
    second = edits("customer", customer, 1, town=("Lund", "Malmö"))

    statuses = [office.apply(change(act), device=device)["status"] for act in (first, second)]
    deleted = office.apply(change(delete("customer", customer, 1)), device=device)

    assert [*statuses, deleted["status"]] == ["applied", "applied", "applied"]
    assert office.conflicts() == []


@pytest.mark.feature("CON-03")
def test_a_deletion_of_what_someone_has_edited_since_is_a_conflict(office: Office) -> None:
    customer = office.make(name="Acme")
    office.apply(change(edits("customer", customer, 1, name=("Acme", "Acme AB"))))

    outcome = office.apply(change(delete("customer", customer, 1)))

    (row,) = office.conflicts()
    assert outcome["status"] == "conflict"
    assert (row["kind"], row["theirs"]) == ("deleted_edited", {"name": "Acme AB"})
    assert office.values("customer", customer) == {"name": "Acme AB"}


@pytest.mark.feature("CON-03")
def test_an_edit_of_what_someone_has_deleted_is_a_conflict(office: Office) -> None:
    customer = office.make(name="Acme")
    office.apply(change(delete("customer", customer, 1)))

    outcome = office.apply(change(edits("customer", customer, 1, name=("Acme", "Acme AB"))))

    (row,) = office.conflicts()
    assert outcome["status"] == "conflict"
    assert (row["kind"], row["base"], row["mine"]) == (
        "edited_deleted",
        {"name": "Acme"},
        {"name": "Acme AB"},
    )
    assert row["theirs_at"] == NOW.isoformat(timespec="milliseconds").replace("+00:00", "Z")


@pytest.mark.invariant(20)
def test_a_merge_that_would_not_be_valid_becomes_a_conflict_of_the_whole_change(office: Office) -> None:
    customer = office.make(name="Acme")
    office.apply(change(edits("customer", customer, 1, notes=(None, "n" * 90_000))))

    outcome = office.apply(
        change(edits("customer", customer, 1, remarks=(None, "r" * 90_000), name=("Acme", "Acme AB")))
    )

    (row,) = office.conflicts()
    assert (outcome["status"], row["kind"]) == ("conflict", "invalid")
    assert row["mine"] == {"remarks": "r" * 90_000, "name": "Acme AB"}
    assert office.values("customer", customer) == {"name": "Acme", "notes": "n" * 90_000}


def test_a_record_too_large_by_itself_is_refused(office: Office) -> None:
    customer = office.make()

    outcome = office.apply(
        change(edits("customer", customer, 1, notes=(None, "n" * 90_000), remarks=(None, "r" * 90_000)))
    )

    assert outcome["problem"]["code"] == "record-too-large"


def contested(office: Office) -> tuple[str, str]:
    """Return a record at version 2 whose name somebody else wanted otherwise, and the conflict."""
    customer = office.make(name="Acme")
    office.apply(change(edits("customer", customer, 1, name=("Acme", "Hers"))))
    outcome = office.apply(change(edits("customer", customer, 1, name=("Acme", "His"))))
    return customer, outcome["conflicts"][0]


@pytest.mark.feature("CON-06")
def test_choosing_mine_writes_it_and_closes_the_conflict(office: Office) -> None:
    customer, conflict = contested(office)

    outcome = office.apply(change(resolve("customer", customer, [conflict], 2, values={"name": "His"})))

    assert outcome["status"] == "applied"
    assert office.conflicts() == []
    assert office.values("customer", customer)["name"] == "His"
    assert office.history("customer", customer)[0]["kind"] == "resolve"


@pytest.mark.feature("CON-06")
def test_choosing_the_office_closes_the_conflict_and_writes_nothing(office: Office) -> None:
    customer, conflict = contested(office)

    outcome = office.apply(change(resolve("customer", customer, [conflict], 2, values={"name": "Hers"})))

    assert outcome["status"] == "applied"
    assert office.conflicts() == []
    assert office.get("customer", customer)["version"] == 2
    assert office.head() == office.numbers()[-1] == outcome["seq"]


@pytest.mark.invariant(19)
def test_a_choice_made_before_someone_wrote_again_is_a_new_conflict(office: Office) -> None:
    customer, conflict = contested(office)
    office.apply(change(edits("customer", customer, 2, name=("Hers", "Theirs"))))

    outcome = office.apply(change(resolve("customer", customer, [conflict], 2, values={"name": "His"})))

    (row,) = office.conflicts()
    assert outcome["status"] == "conflict"
    assert row["id"] != conflict
    assert (row["mine"], row["theirs"]) == ({"name": "His"}, {"name": "Theirs"})


@pytest.mark.invariant(19)
def test_a_conflict_that_the_chooser_has_not_seen_stays_open(office: Office) -> None:
    customer, first = contested(office)
    second = office.apply(change(edits("customer", customer, 1, name=("Acme", "Its"))))["conflicts"][0]

    office.apply(change(resolve("customer", customer, [first], 2, values={"name": "His"})))

    assert [row["id"] for row in office.conflicts()] == [second]


def test_choosing_twice_is_choosing_once(office: Office) -> None:
    customer, conflict = contested(office)
    act = resolve("customer", customer, [conflict], 2, values={"name": "Hers"})
    office.apply(change(act))
    before = office.head()

    outcome = office.apply(change(act))

    assert (outcome["status"], office.head()) == ("applied", before)


@pytest.mark.invariant(22)
def test_choosing_an_edit_over_a_deletion_restores_the_record_with_it(office: Office) -> None:
    customer = office.make(name="Acme", email="a@acme.com")
    office.apply(change(delete("customer", customer, 1)))
    office.apply(change(edits("customer", customer, 1, name=("Acme", "Acme AB"))))
    conflict = office.conflicts()[0]["id"]

    outcome = office.apply(change(resolve("customer", customer, [conflict], 2, values={"name": "Acme AB"})))

    assert outcome["status"] == "applied"
    assert office.values("customer", customer) == {"name": "Acme AB", "email": "a@acme.com"}
    assert office.conflicts() == []


def test_choosing_the_deletion_over_an_edit_deletes(office: Office) -> None:
    customer = office.make(name="Acme")
    office.apply(change(edits("customer", customer, 1, name=("Acme", "Acme AB"))))
    conflict = office.apply(change(delete("customer", customer, 1)))["conflicts"][0]

    outcome = office.apply(change(resolve("customer", customer, [conflict], 2, delete=True)))

    assert outcome["status"] == "applied"
    assert office.sidecar("customer", customer).gone is True
    assert office.conflicts() == []


@pytest.mark.invariant(2)
def test_every_value_that_was_accepted_can_still_be_found(office: Office) -> None:
    customer = office.make(name="v1")
    for version, (old, new) in enumerate([("v1", "v2"), ("v2", "v3"), ("v3", "v4")], 1):
        office.apply(change(edits("customer", customer, version, name=(old, new))))
    office.apply(change(delete("customer", customer, 4)))
    office.apply(change(restore("customer", customer)))

    found = {entry["old"].get("name") for entry in office.history("customer", customer)}

    assert found >= {"v1", "v2", "v3", "v4"}
    assert office.values("customer", customer) == {"name": "v4"}


@pytest.mark.invariant(9)
def test_conflicts_leave_no_hole_in_the_stream(office: Office) -> None:
    contested(office)
    contested(office)

    numbers = office.numbers()

    assert numbers == list(range(1, office.head() + 1))


@pytest.mark.invariant(14)
@pytest.mark.invariant(16)
@pytest.mark.parametrize(
    ("who", "rights", "told"),
    [
        ("its author", "read", True),
        ("its owner", "read", True),
        ("a team that owns it", "read", True),
        ("who may edit it", "read edit", True),
        ("who may edit his own", "read edit:own", False),
        ("who may read it", "read delete assign share", False),
        ("its author, who may no longer read it", "read:own edit", False),
        ("who may edit and not read it", "edit", False),
    ],
)
def test_a_conflict_is_told_to_its_author_its_owner_and_who_may_edit_while_they_read_the_record(
    office: Office, who: str, rights: str, told: bool
) -> None:
    chief, team = user("Chief", everything=True), new_id()
    office.apply(change(create("team", team, name="Blue")), by=chief)
    asker = office.hire(user("Asker", special={"report": rights_of(rights)}))
    if "team" in who:
        asker = replace(asker, circle=Circle(teams=frozenset({team})))
    report = office.make("report", name="May")
    owner = {"its owner": asker.person, "a team that owns it": team}.get(who)
    if owner is not None:
        office.apply(change(assign("report", report, owner)), by=chief)
    author = replace(asker, rights=office.ann.rights) if "author" in who else office.ann
    office.apply(change(edits("report", report, 1, name=("May", "Hers"))))
    office.apply(change(edits("report", report, 1, name=("May", "His"))), by=author)
    model, head = office.metadata.model, office.head()

    listed = [
        office.read(lambda s, one=one: open_conflicts(s, asker, model, "report", one))["conflicts"]
        for one in (report, None, new_id())
    ]
    synced = office.read(
        lambda s: conflicts_since(s, asker, model, after=0, until=head, entities=["report", "customer"])
    )

    assert [len(rows) for rows in (*listed, synced)] == [told, told, 0, told]
    assert len(office.conflicts()) == 1
