"""Checks: a device and the office count the same records apart, and what differs is mended."""

from __future__ import annotations

import json
import logging
import random
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, insert, select

from backend.accounts.rights import whole_rights
from backend.offline import sets
from backend.offline.models import FULL, TRACE, ScopeRow, ScopeSet
from backend.records import models as records
from backend.sync.verify_sums import BUCKETS, Sums, bucket_of, mask_of
from tests.backend.sync import checking
from tests.backend.sync.checking import Check, check, checks, filled, held, truly
from tests.backend.sync.office import Organisation, Phone, new_id, rule

pytestmark = [pytest.mark.feature("BEY-21")]

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "verify.json").read_text())


@pytest.mark.invariant(28)
@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["name"])
def test_both_ends_compute_the_same_sums(case: dict[str, Any]) -> None:
    sums = Sums()

    for identity, version, fields in case["records"]:
        sums.add(identity, version, mask_of(fields))

    buckets = {str(at): sums.text[at * 16 : at * 16 + 16] for at in range(BUCKETS)} if sums.text else {}
    assert {at: one for at, one in buckets.items() if int(one, 16)} == case["sums"]


def test_the_order_of_records_and_of_their_fields_does_not_matter() -> None:
    made = [(new_id(), number, ["b", "a", "owner"]) for number in range(500)]
    one, other = Sums(), Sums()

    for identity, version, fields in made:
        one.add(identity, version, mask_of(fields))
    for identity, version, fields in random.Random(3).sample(made, len(made)):
        other.add(identity, version, mask_of(reversed(fields)))

    assert one.differing(other.text) == []


@pytest.mark.invariant(28)
def test_a_device_that_holds_its_scope_differs_nowhere(office: Organisation, phone: Phone) -> None:
    filled(office, phone)

    found = check(phone)

    assert (found.buckets, found.found) == (0, 0)
    [kept] = checks(office, phone)
    assert kept == {"at": kept["at"], "why": "asked", "records": 80, "mended": []}


@pytest.mark.invariant(28)
@pytest.mark.parametrize("damage", ["missing", "stale", "surplus", "more fields", "fewer fields"])
def test_what_differs_on_the_device_is_found_and_mended(
    office: Organisation, phone: Phone, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    filled(office, phone)
    places = phone.records["place"]
    victim = sorted(places)[7]
    version, values = places[victim]
    match damage:
        case "missing":
            del places[victim]
        case "stale":
            places[victim] = (version - 1, values)
        case "surplus":
            places[new_id()] = (1, {"name": "Nowhere"})
        case "more fields":
            places[victim] = (version, {**values, "owner": new_id()})
        case _:
            places[victim] = (version, {"notes": "x"})

    with caplog.at_level(logging.ERROR, logger="backend.sync.verify_reports"):
        found = check(phone)

    kind = {"more fields": "fields", "fewer fields": "fields"}.get(damage, damage)
    assert found.found == 1
    assert {entity: rows for entity, rows in phone.records.items() if rows} == truly(office, phone)
    assert checks(office, phone)[0]["mended"] == [{"entity": "place", "why": kind, "count": 1}]
    assert f"entity=place head={found.pages[0]['head']} {kind}=1" in caplog.text
    assert "Deep water" not in caplog.text
    assert victim not in caplog.text
    assert check(phone).buckets == 0


@pytest.mark.invariant(28)
def test_a_set_of_the_office_that_lost_a_record_is_corrected_so_that_its_end_is_told(
    office: Organisation, phone: Phone
) -> None:
    filled(office, phone)
    victim = sorted(phone.records["place"])[3]
    damage(office, phone, "place", without=victim)

    found = check(phone)

    assert found.found == 1
    assert checks(office, phone)[0]["mended"] == [{"entity": "place", "why": "set", "count": 1}]
    assert held(office, phone, "place") == set(phone.records["place"])
    office.delete(victim)
    phone.pull()
    assert victim not in phone.records["place"]


@pytest.mark.invariant(28)
def test_a_set_of_the_office_with_what_the_device_does_not_hold_is_corrected(
    office: Organisation, phone: Phone
) -> None:
    filled(office, phone)
    foreign = office.visit(office.person("Bo"), "Bo's own")
    phone.pull()
    damage(office, phone, "visit", also=foreign)

    found = check(phone)

    assert found.found == 1
    assert held(office, phone, "visit") == set(phone.records["visit"])
    assert foreign not in b"".join(phone.heard).decode()


def damage(
    office: Organisation, phone: Phone, entity: str, *, without: str | None = None, also: str | None = None
) -> None:
    """Change what the office believes of a device behind everybody's back."""

    def work(session: Any) -> None:
        place = (entity, FULL)
        rids = sets.members(session, phone.id, place, phone.generation)
        for record, act in ((without, rids.discard), (also, rids.add)):
            if record:
                act(session.scalars(select(records.record.c.rid).where(records.record.c.id == record)).one())
        own = {"device": phone.id, "entity": entity, "holding": FULL}
        for table in (ScopeRow, ScopeSet):
            session.execute(delete(table).filter_by(**own))
        session.execute(insert(ScopeSet), {**own, "generation": phone.generation, "rids": rids.serialize()})

    office.database.write(work)


def test_what_may_still_be_read_leaves_with_its_label_and_all_else_is_lost(
    office: Organisation, phone: Phone
) -> None:
    office.publish(rule("place", "all"), rule("visit", "mine"))
    bo = office.person("Bo")
    readable, gone = office.visit(bo, "Bo's visit"), office.place("Gone")
    filled(office, phone, 5)
    office.delete(gone)
    phone.pull()
    phone.records["visit"][readable] = (1, {"title": "Bo's visit"})
    phone.records["place"][gone] = (1, {"name": "Gone"})

    found = check(phone)

    outs = {(out["why"], *out["records"]) for page in found.pages for out in page["out"]}
    assert outs == {("left", readable), ("lost", gone)}
    assert phone.stubs["visit"][readable] == "Bo's visit"
    assert held(office, phone, "visit", TRACE) == {readable}


@pytest.mark.invariant(16)
def test_a_device_that_claims_records_learns_nothing_of_which_exist(
    office: Organisation, phone: Phone
) -> None:
    depths = {"read": "own", "create": "own", "edit": "own"}
    office.put_role(entities={"place": whole_rights(read="all"), "visit": whole_rights(**depths)})
    filled(office, phone, 3)
    secret = office.visit(office.person("Bo"), "Secret")
    old = office.visit(office.person("Cy"), "Older")
    phone.pull()
    late = office.visit(office.person("Dee"), "Later")
    claimed = [secret, old, late, new_id()]
    for record in claimed:
        phone.records["visit"][record] = (1, {"title": "?"})

    found = check(phone)

    assert [out for page in found.pages for out in page["out"]] == [
        {"entity": "visit", "why": "lost", "records": sorted(claimed, key=order_of(found))}
    ]
    told = json.dumps(found.pages)
    assert "Secret" not in told
    assert "Older" not in told
    assert held(office, phone, "visit") == set(phone.records["visit"])


def order_of(found: Check) -> Any:
    order = [one for page in found.pages for out in page["out"] for one in out["records"]]
    return order.index


@pytest.mark.invariant(14)
@pytest.mark.invariant(28)
def test_nothing_of_what_the_user_may_not_read_is_in_any_sum_bucket_or_row(
    office: Organisation, phone: Phone
) -> None:
    depths = {"read": "own", "create": "own", "edit": "own"}
    hiding = {"place": {**whole_rights(read="all"), "hidden": ["notes"]}, "visit": whole_rights(**depths)}
    office.put_role(entities=hiding)
    filled(office, phone, 6)
    before = checking.verify(phone)
    bo = office.person("Bo")
    foreign = [office.visit(bo, f"Bo {number}") for number in range(20)]

    after = checking.verify(phone)
    whole = [checking.mend(phone, entity, list(range(BUCKETS))) for entity in ("place", "visit", "person")]

    assert before["differing"] == after["differing"] == []
    told = json.dumps(whole)
    assert [page["found"] for page in whole] == [0, 0, 0]
    assert "Deep water" not in told
    assert not any(record in told for record in foreign)


@pytest.mark.invariant(28)
def test_records_that_move_meanwhile_are_no_faults(office: Organisation, phone: Phone) -> None:
    filled(office, phone)
    kept = sorted(phone.records["place"])
    office.rename(kept[0], "Renamed")
    office.delete(kept[1])
    office.place("New")
    mine = sorted(phone.records["visit"])[0]
    office.hand_over(mine, office.person("Bo"))

    found = check(phone)

    assert found.buckets > 0
    assert found.found == 0
    assert [(page["put"], page["out"]) for page in found.pages] == [([], [])] * len(found.pages)
    assert checks(office, phone)[0]["mended"] == []
    assert {entity: rows for entity, rows in phone.pull().records.items() if rows} == truly(office, phone)
    assert check(phone).buckets == 0


@pytest.mark.invariant(28)
def test_a_day_of_everything_that_moves_scopes_raises_no_false_alarm(office: Organisation) -> None:
    chance = random.Random(28)
    ana = office.person("Ana")
    bo = office.person("Bo")
    phone = filled(office, ana.device(), 12)
    for turn in range(30):
        places, visits = sorted(phone.records["place"]), sorted(phone.records.get("visit", {}))
        match chance.randrange(6):
            case 0:
                office.rename(chance.choice(places), f"Name {turn}")
            case 1 if len(places) > 3:
                office.delete(chance.choice(places))
            case 2 if visits:
                office.hand_over(chance.choice(visits), bo)
            case 3:
                office.visit(chance.choice([ana, bo]), f"Visit of turn {turn}")
            case 4:
                office.edit("place", chance.choice(places), {"notes": chance.choice([None, "Shallow"])})
            case _:
                office.publish(rule("place", "all"), rule("visit", chance.choice(["mine", "all"])))
        if chance.random() < 0.5:
            phone.pull()
        verified = checking.verify(phone)
        if not verified["behind"]:
            assert check(phone).found == 0

    assert {entity: rows for entity, rows in phone.pull().records.items() if rows} == truly(office, phone)
    assert check(phone).found == 0
    assert all(one["mended"] == [] for one in checks(office, phone))


def test_a_device_is_behind_when_the_terms_of_its_scope_have_moved(
    office: Organisation, phone: Phone
) -> None:
    filled(office, phone, 4)
    office.publish(rule("place", "all"), rule("visit", "all"))

    verified = checking.verify(phone)
    mended = checking.mend(phone, "place", list(range(BUCKETS)))

    assert verified["behind"]
    assert (mended["behind"], mended["put"], mended["out"]) == (True, [], [])
    assert checks(office, phone) == []


def test_more_than_fits_on_a_page_comes_with_the_next_ones(office: Organisation, phone: Phone) -> None:
    for number in range(30):
        office.place(f"Place {number}", notes="n" * 20_000)
    phone.sync()
    phone.records["place"].clear()

    found = check(phone)

    assert len(found.pages) > 2
    assert found.found == 30
    assert {entity: rows for entity, rows in phone.records.items() if rows} == truly(office, phone)


def test_a_repeated_mending_whose_reply_was_lost_ends_alike(office: Organisation, phone: Phone) -> None:
    filled(office, phone)
    victim = sorted(phone.records["place"])[3]
    damage(office, phone, "place", without=victim)
    del phone.records["place"][victim]
    checking.mend(phone, "place", [bucket_of(victim)])

    check(phone)

    assert held(office, phone, "place") == set(phone.records["place"])
    assert check(phone).buckets == 0


def test_a_pull_between_two_messages_of_a_check_does_no_harm(office: Organisation, phone: Phone) -> None:
    filled(office, phone, 6)
    victim = sorted(phone.records["place"])[2]
    del phone.records["place"][victim]
    [differing] = checking.verify(phone)["differing"]
    office.place("New")
    phone.pull()

    page = checking.mend(phone, "place", differing["buckets"])

    assert (page["found"], [len(put["rows"]) for put in page["put"]]) == (1, [1])


def test_only_the_newest_checks_are_kept(office: Organisation, phone: Phone) -> None:
    filled(office, phone, 2)

    for _ in range(13):
        check(phone)

    assert len(checks(office, phone)) == 10
