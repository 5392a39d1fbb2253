"""What a written record moves besides itself: its dependants are touched, or a rescope is marked."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from backend.offline.models import ScopeMark
from backend.records import models as records
from tests.backend.sync.company import (
    ALL,
    NORTHERN,
    QUIET,
    TITLES,
    Company,
    custom,
    news,
    part,
)
from tests.backend.sync.office import Person, Phone

OF_JOB = {"kind": "related", "by": [{"path": "job"}]}
FROM_JOB = {"kind": "related", "by": [{"path": "customer", "from": "job"}]}
MY_UNIT = {"kind": "my_unit"}


@pytest.fixture
def ana(company: Company) -> Person:
    return company.person("Ana")


@pytest.fixture
def phone(ana: Person) -> Phone:
    return ana.device()


def marks(company: Company) -> dict[str, int]:
    query = select(ScopeMark.entity, ScopeMark.seq)
    return dict(company.database.read(lambda session: session.execute(query).all()))


def touched(company: Company, since: int) -> set[str]:
    """The records that were touched after a number of the stream."""
    table = records.history
    query = select(table.c.id).where(table.c.kind == "touch", table.c.seq > since)
    return set(company.database.read(lambda session: session.scalars(query).all()))


def head(company: Company) -> int:
    return company.database.read(lambda session: session.scalar(select(records.stream.c.head)) or 0)


@pytest.mark.feature("DAT-13")
@pytest.mark.invariant(10)
def test_a_field_at_the_end_of_two_lookups_moves_the_records_that_read_it(
    company: Company, phone: Phone
) -> None:
    region = company.create("region", {"name": "Norrland", "code": "S"})
    customer = company.create("customer", {"name": "Mine", "region": region})
    job = company.job(customer=customer)
    company.take_along(part("job", custom(NORTHERN)))
    phone.sync()
    assert phone.holds("job") == {}

    company.edit("region", region, {"code": "N"})
    came = news(phone)
    company.edit("customer", customer, {"region": None})
    went = news(phone)

    assert came["put"] == {job}
    assert went["left"] == {job}


@pytest.mark.invariant(25)
def test_a_touch_changes_nothing_but_the_number(company: Company, phone: Phone) -> None:
    region = company.create("region", {"name": "Norrland", "code": "N"})
    customer = company.create("customer", {"name": "Mine", "region": region})
    job = company.job(customer=customer)
    company.take_along(part("job", ALL), part("region", custom({"op": "eq", "path": "code", "value": "N"})))
    company.filter(phone.person, "job", NORTHERN)
    phone.sync()
    before, row = company.stand("job", job), phone.records["job"][job]

    company.edit("region", region, {"code": "NN"})
    moved = news(phone)

    after = company.stand("job", job)
    assert after.pop("seq") > before.pop("seq")
    assert after == before
    assert (moved["put"], moved["left"], moved["lost"]) == (set(), {region}, set())
    assert phone.records["job"][job] == row


def test_a_field_that_nobody_reads_touches_nothing(company: Company, phone: Phone) -> None:
    region = company.create("region", {"name": "Norrland", "code": "N"})
    company.job(customer=company.create("customer", {"name": "Mine", "region": region}))
    company.take_along(part("job", custom(NORTHERN)))
    phone.sync()
    before = head(company)

    company.edit("region", region, {"name": "Another name"})

    assert touched(company, before) == set()
    assert head(company) == before + 1


@pytest.mark.feature("DAT-13")
@pytest.mark.invariant(10)
@pytest.mark.invariant(31)
def test_more_dependants_than_are_touched_are_compared_as_whole_sets(
    company: Company, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.offline.touching.MOST", 3)
    region = company.create("region", {"name": "Norrland", "code": "S"})
    customer = company.create("customer", {"name": "Mine", "region": region})
    jobs = {company.job(f"Job {number}", customer=customer) for number in range(5)}
    tasks = {company.create("task", {"title": "Task", "job": job}) for job in jobs}
    company.take_along(part("job", custom(NORTHERN)), part("task", OF_JOB))
    phone.sync()
    before = head(company)

    company.edit("region", region, {"code": "N"})
    came = news(phone)
    quiet = news(phone)

    assert touched(company, before) == set()
    assert marks(company) == {"job": before + 1}
    assert came["put"] == jobs | tasks
    assert quiet == QUIET


@pytest.mark.feature("SYN-02")
@pytest.mark.invariant(11)
def test_a_rescope_that_is_marked_between_two_pages_begins_the_pull_again(
    company: Company, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.offline.touching.MOST", 0)
    monkeypatch.setattr("backend.sync.parcel.PAGE_ROWS", 2)
    region = company.create("region", {"name": "Norrland", "code": "S"})
    job = company.job(customer=company.create("customer", {"name": "Mine", "region": region}))
    company.take_along(part("job", custom(NORTHERN)), part("region", ALL))
    phone.sync()
    for number in range(4):
        company.create("region", {"name": f"Region {number}"})
    page = phone.ask("pull", cursor=phone.cursor, page=None)
    assert page["type"] == "page"

    company.edit("region", region, {"code": "N"})
    reply = phone.ask("pull", cursor=phone.cursor, page=page["next"])
    phone.pull()

    assert (reply["problem"]["code"], reply["remedy"]) == ("page-outdated", "restart")
    assert set(phone.holds("job")) == {job}


@pytest.mark.feature("DAT-03")
@pytest.mark.invariant(10)
def test_what_belongs_to_a_record_comes_and_goes_with_it(company: Company, phone: Phone) -> None:
    region = company.create("region", {"name": "Norrland", "code": "S"})
    customer = company.create("customer", {"name": "Mine", "region": region})
    job = company.job(customer=customer)
    task = company.create("task", {"title": "Shovel", "job": job})
    company.take_along(part("job", custom(NORTHERN)), part("task", OF_JOB), part("customer", FROM_JOB))
    phone.sync()

    company.edit("region", region, {"code": "N"})
    came = news(phone)
    company.edit("job", job, {"customer": None})
    went = news(phone)

    assert came["put"] == {job, task, customer}
    assert went["left"] == {job, task, customer}


@pytest.mark.feature("DAT-03")
def test_a_customer_goes_along_with_the_job_that_is_made_for_him(company: Company, phone: Phone) -> None:
    one, other = (company.create("customer", {"name": name}) for name in ("One", "Other"))
    company.take_along(part("job", ALL), part("customer", FROM_JOB))
    phone.sync()

    job = company.job(customer=one)
    came = news(phone)
    company.edit("job", job, {"customer": other})
    moved = news(phone)
    company.delete(job, entity="job")
    went = news(phone)

    assert came["put"] == {job, one}
    assert (moved["put"], moved["left"]) == ({job, other}, {one})
    assert (went["lost"], went["left"]) == ({job}, {other})


@pytest.mark.feature("DAT-13")
def test_what_belongs_to_a_record_that_is_pinned_comes_with_it(company: Company, phone: Phone) -> None:
    job = company.job()
    task = company.create("task", {"title": "Shovel", "job": job})
    company.take_along(
        part("job", custom({"op": "eq", "path": "title", "value": "None is called so"})), part("task", OF_JOB)
    )
    phone.sync()

    company.keep(phone.person, "job", job)
    came = news(phone)
    company.keep(phone.person, "job", job, on=False)
    went = news(phone)

    assert came["put"] == {job, task}
    assert went["left"] == {job, task}


@pytest.mark.feature("SEC-02")
@pytest.mark.invariant(15)
def test_an_owner_who_moves_to_another_unit_takes_his_records_along(company: Company, phone: Phone) -> None:
    north, south = company.unit("North"), company.unit("South")
    bo = company.person("Bo").user.person
    team = company.team("Diggers", south)
    company.edit("person", phone.person.user.person, {"unit": north})
    company.edit("person", bo, {"unit": south})
    his, theirs = company.job(owner=bo), company.job(owner=team)
    company.rights(job={"read": "unit"})
    company.take_along(part("job", ALL))
    phone.sync()

    company.edit("person", bo, {"unit": north})
    came = news(phone)
    company.edit("team", team, {"unit": north})
    teams = news(phone)
    company.edit("person", bo, {"unit": south})
    went = news(phone)

    assert (came["put"], teams["put"]) == ({his}, {theirs})
    assert (went["lost"], went["left"]) == ({his}, set())


@pytest.mark.feature("SEC-02")
def test_a_unit_that_no_right_asks_for_touches_nothing(company: Company, phone: Phone) -> None:
    bo = company.person("Bo").user.person
    company.job(owner=bo)
    company.take_along(part("job", ALL))
    phone.sync()
    before = head(company)

    company.edit("person", bo, {"unit": company.unit("North")})

    assert touched(company, before) == set()


@pytest.mark.invariant(14)
def test_a_persons_own_filter_does_not_see_through_records_that_he_may_not_read(
    company: Company, phone: Phone
) -> None:
    bo = company.person("Bo").user.person
    secret = company.job("Secret", owner=bo)
    task = company.create("task", {"title": "Shovel", "job": secret})
    company.rights(job={"read": "own"})
    company.take_along()
    company.filter(phone.person, "task", {"op": "eq", "path": "job.title", "value": "Secret"})
    phone.sync()
    assert phone.holds("task") == {}

    company.share("job", secret, phone.person.user.person, "read")
    came = news(phone)
    company.share("job", secret, phone.person.user.person)
    went = news(phone)

    assert came["put"] == {task}
    assert went["left"] == {task}


def test_a_record_of_the_same_change_is_not_touched_as_well(company: Company, phone: Phone) -> None:
    company.take_along(part("job", custom(NORTHERN)))
    region = company.create("region", {"name": "Norrland", "code": "S"})
    customer = company.create("customer", {"name": "Mine", "region": region})
    job = company.job(customer=customer)
    phone.sync()
    before = head(company)

    company.write(
        {"kind": "set", "entity": "region", "record": region, "edits": edits(code="N")},
        {"kind": "set", "entity": "job", "record": job, "edits": edits(title="Dug")},
    )

    assert touched(company, before) == set()
    assert news(phone)["put"] == {job}


@pytest.mark.invariant(33)
def test_a_condition_that_no_longer_fits_the_model_gives_nothing_and_stops_nothing(
    company: Company, phone: Phone
) -> None:
    job = company.job()
    company.take_along(
        part("job", custom({"op": "eq", "path": "cost", "value": "1"}), custom({"op": "null", "path": "due"}))
    )
    phone.sync()
    assert set(phone.holds("job")) == {job}

    forget_field(company, "job", "cost")
    company.edit("job", job, {"title": "Dug"})

    assert news(phone)["put"] == {job}
    assert set(TITLES) == set(phone.counts)


def test_a_deleted_team_in_a_filter_matches_nothing(company: Company, phone: Phone) -> None:
    team = company.team("Diggers")
    company.job()
    company.delete(team, entity="team")

    company.take_along(part("job", custom({"op": "eq", "path": "owner", "value": team})))

    phone.sync()
    assert not phone.records.get("job")


def edits(**values: str) -> dict[str, dict[str, object]]:
    return {name: {"value": value, "old": None, "base": 1_000_000} for name, value in values.items()}


def forget_field(company: Company, entity: str, name: str) -> None:
    """Let a published model lose a field under the profile's feet, as a restored backup may."""
    from backend.metadata import service
    from backend.metadata.models import ModelVersion

    def work(session: object) -> None:
        version = service.current(session).model.version  # type: ignore[arg-type]
        row = session.get_one(ModelVersion, version)  # type: ignore[attr-defined]
        entities = [
            {
                **one,
                "fields": [field for field in one["fields"] if (one["id"], field["id"]) != (entity, name)],
            }
            for one in row.document["entities"]
        ]
        row.document = {**row.document, "entities": entities}

    company.database.write(work)
    service._known.clear()
    from backend.offline import roads, scope

    for memory in (roads._known, scope._terms, scope._meanings):
        memory.clear()
