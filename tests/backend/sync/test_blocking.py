"""Changes that cannot be without a refused one: they wait with their bodies and go on by themselves."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from backend.records.models import history
from backend.sync.models import HeldAct, RefusedChange
from tests.backend.sync.office import READ, Organisation, Phone, create_place, new_id

Act = dict[str, Any]


@pytest.fixture
def phone(office: Organisation) -> Phone:
    phone = office.person().device()
    phone.sync()
    return phone


def nameless(place: str) -> Act:
    """A place that the office refuses."""
    return {"kind": "create", "entity": "place", "record": place, "values": {"notes": "By the water"}}


def visit(place: str | None, record: str | None = None, title: str = "Monday") -> Act:
    values = {"title": title} | ({"place": place} if place else {})
    return {"kind": "create", "entity": "visit", "record": record or new_id(), "values": values}


def edits(entity: str, record: str, base: int = 1, **values: Any) -> Act:
    changed = {name: {"value": value, "old": None, "base": base} for name, value in values.items()}
    return {"kind": "set", "entity": entity, "record": record, "edits": changed}


def statuses(reply: dict[str, Any], key: str = "outcomes") -> list[str]:
    return [one["status"] for one in reply[key]]


def value(office: Organisation, entity: str, record: str, field: str) -> Any:
    """What the newest version in the history says of a field."""
    newest = (
        select(history.c.new)
        .where(history.c.entity == entity, history.c.id == record)
        .order_by(history.c.seq.desc())
    )
    rows = office.database.read(lambda session: session.scalars(newest).all())
    return next((row[field] for row in rows if field in row), None)


def written(office: Organisation) -> int:
    return office.database.read(
        lambda session: session.scalar(select(func.count()).select_from(history)) or 0
    )


def held(office: Organisation) -> int:
    return office.database.read(
        lambda session: session.scalar(select(func.count()).select_from(HeldAct)) or 0
    )


def states(office: Organisation) -> list[str]:
    query = select(RefusedChange.state).order_by(RefusedChange.number)
    return office.database.read(lambda session: list(session.scalars(query)))


@pytest.mark.feature("SYN-17")
@pytest.mark.invariant(33)
def test_what_needs_a_refused_record_waits_for_it_and_nothing_else_does(phone: Phone) -> None:
    place, monday = new_id(), new_id()
    refused = phone.change(nameless(place))
    acting = phone.change(edits("place", place, 0, notes="Behind the quay"))
    pointing = phone.change(visit(place, monday))
    hanging = phone.change(edits("visit", monday, 0, title="Tuesday"))
    alone = phone.change(create_place("Mill"))

    reply = phone.push(refused, acting, pointing, hanging, alone)

    assert statuses(reply) == ["rejected", "blocked", "blocked", "blocked", "applied"]
    causes = [one["blockedBy"] for one in reply["outcomes"]]
    assert causes == [None, refused["id"], refused["id"], pointing["id"], None]
    assert reply["outcomes"][1]["problem"]["code"] == "waits-for-change"
    assert reply["outcomes"][1]["problem"]["arguments"] == {"entity": "place", "record": place, "number": 1}


@pytest.mark.feature("SYN-17")
@pytest.mark.invariant(5)
@pytest.mark.invariant(8)
@pytest.mark.invariant(33)
def test_what_waited_goes_on_by_itself_in_its_order_when_the_record_is_made(
    office: Organisation, phone: Phone
) -> None:
    place, monday = new_id(), new_id()
    first = phone.change(nameless(place))
    phone.push(
        first,
        phone.change(edits("place", place, 0, notes="One")),
        phone.change(visit(place, monday)),
        phone.change(edits("visit", monday, 0, title="Tuesday")),
        phone.change(edits("place", place, 0, notes="Two")),
    )
    before = written(office)
    mended = {**phone.change(create_place("Harbour", place)), "withdraws": [first["id"]]}
    after = phone.change(edits("place", place, 0, notes="Three"))

    reply = phone.ask("push", changes=[mended, after], refused=[2, 3, 4, 5])

    assert statuses(reply) == ["applied", "applied"]
    assert statuses(reply, "settled") == ["applied"] * 4
    assert [one["number"] for one in reply["settled"]] == [2, 3, 4, 5]
    seqs = [reply["outcomes"][0]["seq"], *(one["seq"] for one in reply["settled"])]
    assert [*seqs, reply["outcomes"][1]["seq"]] == [*sorted(seqs), reply["head"]]
    assert value(office, "place", place, "notes") == "Three"
    assert value(office, "visit", monday, "title") == "Tuesday"
    assert written(office) == before + 6
    assert phone.pull().holds("place") == {place: "Harbour"}
    assert (held(office), states(office)) == (0, ["withdrawn"])


@pytest.mark.feature("SYN-17")
@pytest.mark.invariant(32)
def test_what_waits_for_a_creation_that_was_sent_anew_behind_it_goes_on_with_it(
    office: Organisation, phone: Phone
) -> None:
    place, monday = new_id(), new_id()
    refused, waiting = phone.change(nameless(place)), phone.change(visit(place, monday))
    phone.push(refused, waiting, phone.change(edits("visit", monday, 0, title="Tuesday")))
    again = {**phone.change(visit(place, monday)), "withdraws": [waiting["id"]]}
    mended = {**phone.change(create_place("Harbour", place)), "withdraws": [refused["id"]]}

    reply = phone.ask("push", changes=[again, mended], refused=[3])

    assert statuses(reply) == ["applied", "applied"]
    assert statuses(reply, "settled") == ["applied"]
    assert value(office, "visit", monday, "title") == "Tuesday"
    assert held(office) == 0


@pytest.mark.invariant(4)
@pytest.mark.invariant(5)
def test_a_final_answer_is_told_as_often_as_it_is_asked_for_and_has_one_effect(
    office: Organisation, phone: Phone
) -> None:
    place = new_id()
    first_of_all = phone.change(nameless(place))
    waiting = phone.change(visit(place)), phone.change(visit(place))
    phone.push(first_of_all, *waiting)
    mended = phone.change(create_place("Harbour", place))

    first = phone.ask("push", changes=[mended], refused=[1, 2, 3])
    before = written(office)
    again = phone.ask("push", changes=[mended], refused=[1, 2, 3])
    other_body = phone.push({**waiting[0], "withdraws": [first_of_all["id"]]})
    done = phone.ask("pull", cursor=phone.cursor, page=None, refused=[1, 2, 3])

    assert again == first
    assert other_body["problem"]["code"] == "change-number-reused"
    assert statuses(phone.push(*waiting)) == ["applied", "applied"]
    assert done["settled"] == first["settled"]
    assert [one["number"] for one in done["settled"]] == [2, 3]
    assert written(office) == before


def test_what_is_refused_again_is_waited_for_still(phone: Phone) -> None:
    place = new_id()
    phone.push(phone.change(nameless(place)), phone.change(visit(place)))

    again, behind = phone.change(nameless(place)), phone.change(visit(place))
    reply = phone.ask("push", changes=[again, behind], refused=[2])

    assert statuses(reply) == ["rejected", "blocked"]
    assert reply["outcomes"][1]["blockedBy"] == again["id"]
    assert reply["settled"] == []


@pytest.mark.invariant(32)
def test_what_waited_for_a_change_that_was_given_up_is_refused_with_its_reason(
    office: Organisation, phone: Phone
) -> None:
    place = new_id()
    first = phone.change(nameless(place))
    phone.push(first, phone.change(visit(place)), phone.change(edits("place", place, 0, notes="x")))

    news = {**phone.change(create_place("Mill")), "withdraws": [first["id"]]}
    reply = phone.ask("push", changes=[news], refused=[1, 2, 3])

    assert statuses(reply) == ["applied"]
    assert statuses(reply, "settled") == ["rejected", "rejected"]
    codes = [one["problem"]["code"] for one in reply["settled"]]
    assert codes == ["lookup-not-found", "record-not-found"]
    assert states(office) == ["withdrawn", "open", "open"]


@pytest.mark.invariant(33)
def test_what_its_author_gave_up_while_it_waited_is_never_applied(office: Organisation, phone: Phone) -> None:
    place, monday = new_id(), new_id()
    first, second = phone.change(nameless(place)), phone.change(visit(place, monday))
    phone.push(first, second)

    mended = {**phone.change(create_place("Harbour", place)), "withdraws": [first["id"], second["id"]]}
    reply = phone.ask("push", changes=[mended], refused=[2])

    assert (statuses(reply), reply["settled"]) == (["applied"], [])
    assert value(office, "visit", monday, "title") is None


@pytest.mark.invariant(8)
def test_an_edit_is_not_overtaken_by_a_later_one_of_the_same_field(
    office: Organisation, phone: Phone
) -> None:
    place, mill, monday = new_id(), new_id(), new_id()
    phone.push(phone.change(create_place("Mill", mill)), phone.change(visit(None, monday)))
    first = phone.change(nameless(place))
    phone.push(first)

    reply = phone.push(
        phone.change(edits("visit", monday, place=place)),
        phone.change(edits("visit", monday, title="Tuesday")),
        phone.change(edits("visit", monday, place=mill)),
    )
    phone.push({**phone.change(create_place("Harbour", place)), "withdraws": [first["id"]]})

    assert statuses(reply) == ["blocked", "applied", "blocked"]
    assert value(office, "visit", monday, "place") == mill


@pytest.mark.invariant(23)
def test_what_waited_is_applied_with_the_rights_of_the_moment(office: Organisation, phone: Phone) -> None:
    place = new_id()
    first = phone.change(nameless(place))
    phone.push(first, phone.change(visit(place)))
    office.put_role(entities={"place": {**READ, "create": "all"}, "visit": READ})

    mended = {**phone.change(create_place("Harbour", place)), "withdraws": [first["id"]]}
    reply = phone.ask("push", changes=[mended], refused=[2])

    assert statuses(reply) == ["applied"]
    assert [one["problem"]["code"] for one in reply["settled"]] == ["forbidden"]
    assert states(office) == ["withdrawn", "open"]


def test_what_waited_goes_on_with_the_next_change_when_somebody_else_has_made_the_record(
    office: Organisation, phone: Phone
) -> None:
    place = new_id()
    phone.push(phone.change(nameless(place)), phone.change(visit(place)))
    office.write(create_place("Harbour", place))

    reply = phone.ask("push", changes=[phone.change(create_place("Mill"))], refused=[1, 2])

    assert statuses(reply) == ["applied"]
    assert statuses(reply, "settled") == ["applied"]


def test_a_change_of_somebody_elses_device_waits_for_nobody(office: Organisation, phone: Phone) -> None:
    place = new_id()
    phone.push(phone.change(nameless(place)))
    other = office.person("Bo").device()
    other.sync()

    reply = other.push(other.change(visit(place)))

    assert statuses(reply) == ["rejected"]
    assert reply["outcomes"][0]["problem"]["code"] == "lookup-not-found"
