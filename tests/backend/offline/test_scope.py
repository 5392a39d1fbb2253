"""The one evaluator of what a device may hold: every rule, every right, and both together."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.database import Database
from backend.metadata import service
from backend.offline.scope import Scope
from backend.offline.terms import RIDS, Terms
from backend.offline.wanted import Wanted, wanted_of
from backend.offline.wish_models import RecentRecord
from tests.backend.sync.company import ALL, MINE, NORTHERN, NOTHING, Company, custom, part
from tests.backend.sync.office import Person

MY_TEAMS = {"kind": "my_teams"}
MY_UNIT = {"kind": "my_unit"}
OF_JOB = {"kind": "related", "by": [{"path": "job"}]}
FROM_JOB = {"kind": "related", "by": [{"path": "customer", "from": "job"}]}
DEVICE = "0193a5b0-0000-4000-8000-000000000001"


class Stage:
    """Records of every kind of owner, by name, and Ana who asks."""

    def __init__(self, company: Company) -> None:
        self.company = company
        north, south = company.unit("North"), company.unit("South")
        below = company.unit("Below", north)
        self.ana, self.bo, self.cleo = (company.person(name) for name in ("Ana", "Bo", "Cleo"))
        for person, unit in ((self.ana, north), (self.bo, below), (self.cleo, south)):
            company.edit("person", person.user.person, {"unit": unit})
        self.team, self.neighbours = company.team("Diggers", south), company.team("Neighbours", north)
        company.join(self.ana, self.team)
        region = company.create("region", {"name": "Norrland", "code": "N"})
        self.customer = company.create("customer", {"name": "Mine", "region": region})
        owners = {
            "hers": self.ana.user.person,
            "team": self.team,
            "neighbours": self.neighbours,
            "below": self.bo.user.person,
            "south": self.cleo.user.person,
        }
        self.jobs = {name: company.job(name, owner=owner) for name, owner in owners.items()}
        self.tasks = {
            name: company.create("task", {"title": name, "job": job}) for name, job in self.jobs.items()
        }

    def names(self, entity: str, *parts: Any, device: str | None = None) -> set[str]:
        """What Ana's device may hold of an entity, by the names of the stage."""
        self.company.take_along(*parts)
        found = self.ids(entity, self.ana, device)
        known = {"job": self.jobs, "task": self.tasks}[entity]
        return {name for name, record in known.items() if record in found}

    def ids(self, entity: str, person: Person, device: str | None = None) -> set[str]:
        user, now = person.user, self.company.now

        def work(session: Session) -> set[str]:
            metadata = service.current(session)
            scope = Scope(session, user, metadata, wanted_of(session, user, metadata), device, now)
            members = dict(session.execute(scope.query(entity)).all())
            # Asked of some records, the answer is the same as asked of all.
            assert scope.inside(entity, range(1, 200)) == set(members)
            return set(members.values())

        return self.company.database.read(work)


@pytest.fixture
def stage(database: Database) -> Stage:
    return Stage(Company(database).found())


EVERYONES = {"hers", "team", "neighbours", "below", "south"}

RULES = [
    ([ALL], EVERYONES),
    ([MINE], {"hers"}),
    ([MY_TEAMS], {"hers", "team"}),
    ([MY_UNIT], {"hers", "neighbours"}),
    ([NOTHING], set()),
    ([MINE, custom({"op": "eq", "path": "title", "value": "south"})], {"hers", "south"}),
    ([custom({"op": "eq-businessid", "path": "owner.unit"})], {"hers"}),
    ([custom({"op": "not", "of": [{"op": "eq-userteams", "path": "owner"}]})], EVERYONES - {"team"}),
]


@pytest.mark.feature("DAT-03")
@pytest.mark.parametrize(("rules", "expected"), RULES)
def test_each_rule_takes_what_it_says_and_several_take_their_union(
    stage: Stage, rules: list[Any], expected: set[str]
) -> None:
    assert stage.names("job", part("job", *rules)) == expected


DEPTHS = [
    ("none", set()),
    ("own", {"hers"}),
    ("team", {"hers", "team"}),
    ("unit", {"hers", "team", "neighbours"}),
    ("unit_and_below", {"hers", "team", "neighbours", "below"}),
    ("all", EVERYONES),
]


@pytest.mark.feature("SEC-02")
@pytest.mark.invariant(14)
@pytest.mark.parametrize(("depth", "expected"), DEPTHS)
def test_scope_is_readable_and_wanted_at_every_depth(stage: Stage, depth: str, expected: set[str]) -> None:
    stage.company.rights(job={"read": depth})

    assert stage.names("job", part("job", ALL)) == expected
    assert stage.names("job", part("job", custom({"op": "ne", "path": "title", "value": "below"}))) == (
        expected - {"below"}
    )


@pytest.mark.feature("DAT-03")
def test_what_is_related_follows_the_scope_of_the_other_entity(stage: Stage) -> None:
    stage.company.edit("job", stage.jobs["hers"], {"customer": stage.customer})
    stage.company.edit("job", stage.jobs["south"], {"customer": stage.customer})

    assert stage.names("task", part("task", OF_JOB), part("job", MY_TEAMS)) == {"hers", "team"}
    assert stage.names("task", part("task", OF_JOB), part("job", custom(NORTHERN))) == {"hers", "south"}
    stage.company.take_along(part("job", MINE), part("customer", FROM_JOB))
    assert stage.ids("customer", stage.ana) == {stage.customer}
    stage.company.take_along(part("job", MY_UNIT), part("customer", FROM_JOB))
    assert stage.ids("customer", stage.cleo) == {stage.customer}
    assert stage.ids("customer", stage.bo) == set()


@pytest.mark.feature("DAT-03")
def test_and_or_and_not_hold_between_a_relation_and_a_filter(stage: Stage) -> None:
    related = {"op": "related", "path": "job"}
    south = {"op": "eq", "path": "title", "value": "south"}
    hers = {"op": "eq", "path": "title", "value": "hers"}

    def taken(condition: Any) -> set[str]:
        return stage.names("task", part("task", custom(condition)), part("job", MY_TEAMS))

    assert taken({"op": "and", "of": [related, hers]}) == {"hers"}
    assert taken({"op": "or", "of": [related, south]}) == {"hers", "team", "south"}
    assert taken({"op": "not", "of": [related]}) == EVERYONES - {"hers", "team"}


def test_relations_in_a_circle_have_an_end(stage: Stage) -> None:
    from_task = {"kind": "related", "by": [{"path": "job", "from": "task"}]}

    def work(session: Session) -> set[str]:
        user, metadata = stage.ana.user_in(session), service.current(session)
        wanted = wanted_of(session, user, metadata)
        parts = [part("task", OF_JOB, fields=None), part("job", MINE, from_task, fields=None)]
        circle = Wanted({**wanted.profile, "entities": parts}, {}, {}, ("task", "job"), "ring", wanted.mark)
        scope = Scope(session, user, metadata, circle, None, stage.company.now)
        return {identity for _, identity in session.execute(scope.query("task"))}

    assert stage.company.database.read(work) == {stage.tasks["hers"]}


@pytest.mark.invariant(14)
def test_what_is_related_to_what_may_not_be_read_is_not_taken_along(stage: Stage) -> None:
    stage.company.rights(job={"read": "own"})

    assert stage.names("task", part("task", OF_JOB), part("job", ALL)) == {"hers"}


@pytest.mark.feature("DAT-15")
def test_what_was_opened_lately_is_held_by_that_device_without_any_profile(stage: Stage) -> None:
    row = {"device": DEVICE, "entity": "job", "record": stage.jobs["south"]}
    opened = RecentRecord(**row, person=stage.ana.user.person, at=stage.company.now)
    stage.company.database.write(lambda session: session.add(opened))

    assert stage.names("job", device=DEVICE) == {"south"}
    assert stage.names("job", device=DEVICE.replace("1", "2")) == set()
    stage.company.rights(job={"read": "own"})
    assert stage.names("job", device=DEVICE) == set()


def test_a_rule_that_is_not_known_gives_nothing_away(stage: Stage) -> None:
    def work(session: Session) -> None:
        user = stage.ana.user_in(session)
        metadata = service.current(session)
        wanted = wanted_of(session, user, metadata)
        near = {**wanted.profile, "entities": [{"id": "job", "rules": [{"kind": "near"}], "fields": None}]}
        odd = Wanted(near, {}, {}, ("job",), "odd", wanted.mark)
        scope = Scope(session, user, metadata, odd, None, stage.company.now)
        with pytest.raises(ValueError, match="near"):
            scope.query("job")

    stage.company.database.read(work)


@pytest.mark.feature("MET-05")
def test_the_terms_move_with_the_meaning_of_a_field_that_is_read_and_with_no_other(stage: Stage) -> None:
    stage.company.take_along(part("region", custom({"op": "eq", "path": "code", "value": "N"})))

    def key(change: dict[str, Any]) -> str:
        def work(session: Session) -> str:
            user, metadata = stage.ana.user_in(session), service.current(session)
            wanted = wanted_of(session, user, metadata)
            scope = Scope(session, user, with_field(metadata, change), wanted, None, stage.company.now)
            return scope.key

        return stage.company.database.read(work)

    assert key({}) == key({"id": "name", "label": {"en": "Called"}}) == key({"id": "name", "unique": True})
    assert key({"id": "code", "label": {"en": "Sign"}}) == key({})
    assert key({"id": "code", "type": "phone"}) != key({})


def test_a_scope_says_by_what_a_record_is_wanted(stage: Stage) -> None:
    stage.company.take_along(part("job", MINE, MY_TEAMS))
    stage.company.keep(stage.ana, "job", stage.jobs["hers"])

    def why(name: str) -> list[Any] | None:
        def work(session: Session) -> list[Any] | None:
            user, metadata = stage.ana.user_in(session), service.current(session)
            scope = Scope(
                session, user, metadata, wanted_of(session, user, metadata), None, stage.company.now
            )
            return scope.why("job", stage.jobs[name])

        return stage.company.database.read(work)

    assert why("hers") == [("rule", 0), ("rule", 1), ("kept", 0)]
    assert why("team") == [("rule", 1)]
    assert why("south") == []
    stage.company.rights(job={"read": "own"})
    assert why("south") is None


@pytest.mark.invariant(34)
def test_a_few_candidates_are_looked_up_by_indexes_and_not_among_all_records(
    stage: Stage, database: Database
) -> None:
    stage.company.take_along(
        part("job", MINE, custom(NORTHERN)), part("task", OF_JOB), part("customer", FROM_JOB)
    )
    fill(stage.company)

    def work(session: Session) -> str:
        user, metadata = stage.ana.user_in(session), service.current(session)
        scope = Scope(session, user, metadata, wanted_of(session, user, metadata), DEVICE, stage.company.now)
        return "\n".join(plan_of(session, scope.terms, entity) for entity in ("job", "task", "customer"))

    plan = database.read(work)

    assert "Seq Scan on record" not in plan, plan
    for table in ("e_job", "e_task", "e_customer"):
        assert f"Seq Scan on {table}" not in plan, plan
        assert f"SCAN {table}" not in plan, plan
    assert "SCAN record" not in plan, plan


def plan_of(session: Session, terms: Terms, entity: str) -> str:
    query = terms.among(entity, RIDS, wanted=True)
    sqlite = session.get_bind().dialect.name == "sqlite"
    compiled = query.params({RIDS: [1, 2, 3]}).compile(
        session.connection(), compile_kwargs={"literal_binds": True, "render_postcompile": True}
    )
    explain = "EXPLAIN QUERY PLAN" if sqlite else "EXPLAIN"
    rows = session.connection().exec_driver_sql(f"{explain} {str(compiled).replace('%%', '%')}")
    return "\n".join(str(row[-1]) for row in rows)


def fill(company: Company) -> None:
    """Make enough records for a planner to prefer indexes: 3,000 customers, a job of each, a task of each."""

    def work(session: Session) -> None:
        on_sqlite = session.get_bind().dialect.name == "sqlite"
        numbers = (
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
            if on_sqlite
            else "WITH n(i) AS (SELECT generate_series(1, 3000))"
        )
        made = "lower(hex(randomblob(16)))" if on_sqlite else "gen_random_uuid()"
        session.execute(text(f"INSERT INTO e_customer (id, f_name) {numbers} SELECT {made}, 'Made' FROM n"))
        of_customer = "SELECT id, 'Made', id FROM e_customer WHERE f_name = 'Made'"
        session.execute(text(f"INSERT INTO e_job (id, f_title, f_customer) {of_customer}"))
        session.execute(text(f"INSERT INTO e_task (id, f_title, f_job) {of_customer}"))
        for entity in ("customer", "job", "task"):
            columns = "entity, id, rid, version, seq, value_seq, gone, field_versions"
            values = "(SELECT max(rid) FROM record) + row_number() OVER (), 1, 1, 1, false, '{}', :now, :now"
            session.execute(
                text(
                    f"INSERT INTO record ({columns}, created_at, modified_at) SELECT '{entity}', id, {values}"
                    " FROM e_customer WHERE f_name = 'Made'"
                ),
                {"now": company.now.isoformat() if on_sqlite else company.now},
            )
        session.execute(text("ANALYZE"))

    company.database.write(work)


def with_field(metadata: Any, change: dict[str, Any]) -> Any:
    """The same publication with a field of ``region`` that is something else."""
    from dataclasses import replace

    from backend.metadata.model import Model

    entities = [
        {
            **one,
            "fields": [
                {**field, **change} if (one["id"], field["id"]) == ("region", change.get("id")) else field
                for field in one["fields"]
            ],
        }
        for one in metadata.model_document["entities"]
    ]
    document = {**metadata.model_document, "entities": entities}
    # Without a mark nothing that follows from it is remembered.
    return replace(metadata, model=Model.of(document), model_document=document, mark="")
