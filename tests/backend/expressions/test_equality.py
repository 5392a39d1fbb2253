"""Tests that generated filters and rules mean the same to every evaluator there is."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from backend.database import Database
from backend.expressions.evaluate import compile_condition
from backend.expressions.operators import GROUPS, OPERATORS
from backend.expressions.rule_checks import check_value
from backend.expressions.rule_operators import AGGREGATES, VALUE_OPERATORS
from backend.expressions.tree import check
from tests.backend.expressions import world
from tests.backend.expressions.equality import Report, compare_filters, compare_rules
from tests.backend.expressions.phone import Phone, built
from tests.backend.expressions.rule_trees import RuleTrees
from tests.backend.expressions.stored import Stored
from tests.backend.expressions.trees import Trees
from tests.backend.expressions.world import ENTITY, FIELDS, Pools, World

SEED = 20261122
ORDERS = 200
FILTERS = 600
RULES = 600


@pytest.fixture(scope="module")
def made() -> World:
    """A world of awkward values."""
    return world.generate(SEED, ORDERS)


@pytest.fixture(scope="module")
def evaluator() -> Path:
    """The phone's evaluator, built for Node."""
    return built()


@pytest.mark.invariant(24)
@pytest.mark.feature("BL-13", "L27")
@pytest.mark.timeout(180)
def test_generated_filters_mean_in_sql_what_they_mean_in_python(made: World, database: Database) -> None:
    report, stored = Report(), Stored(database, FIELDS, made.memory, ENTITY)

    compare_filters(made, SEED, FILTERS, report, stored=[("SQL", stored)])

    assert report.differing == [], f"seed {SEED}"
    assert report.undecided == [], f"seed {SEED}"
    assert report.pairs >= 100_000


@pytest.mark.invariant(24)
@pytest.mark.timeout(180)
@pytest.mark.parametrize("sure", [True, False])
def test_leaves_that_share_their_lookups_mean_in_sql_what_they_mean_in_python(
    made: World, database: Database, sure: bool
) -> None:
    source, stored = random.Random(SEED), Stored(database, FIELDS, made.memory, ENTITY)
    ids_of = {entity: list(records) for entity, records in made.records.items()}
    trees = Trees(made, source, Pools(source, made.contexts, ids_of))
    by_lookups: dict[str, list[Any]] = {}
    for op in [one for one in OPERATORS for _ in range(60)]:
        leaf = trees.leaf(op)
        if "." in leaf["path"] and not check(leaf, ENTITY, made.fields.get):
            by_lookups.setdefault(leaf["path"].rpartition(".")[0], []).append(leaf)
    asked = []
    for leaves in by_lookups.values():
        for op in GROUPS * 3:
            some = source.sample(leaves, min(len(leaves), source.choice((2, 2, 3, 5))))
            others = source.sample(next(iter(by_lookups.values())), 1)
            asked.append(({"op": op, "of": [*some, *others]}, source.choice(made.contexts)))

    found = stored.ask(asked, sure=sure)

    ids, records = made.memory.ids(ENTITY), made.memory.records[ENTITY].values()
    reader = made.memory.reader(ENTITY)
    for (tree, context), there in zip(asked, found, strict=True):
        meets = compile_condition(tree, reader, context)
        assert there == {id_ for id_, one in zip(ids, records, strict=True) if meets(one)}, tree
    assert len(asked) >= 60


@pytest.mark.invariant(24)
@pytest.mark.feature("BL-13", "L27")
@pytest.mark.timeout(180)
def test_generated_filters_mean_on_the_phone_what_they_mean_at_the_office(
    made: World, evaluator: Path
) -> None:
    report = Report()

    with Phone(evaluator, made.setting) as phone:
        compare_filters(made, SEED, FILTERS, report, phone=phone)

    assert report.differing == [], f"seed {SEED}"
    assert report.undecided == [], f"seed {SEED}"
    assert report.pairs >= 100_000


@pytest.mark.invariant(24)
@pytest.mark.timeout(180)
def test_generated_rules_compute_on_the_phone_what_they_compute_at_the_office(
    made: World, evaluator: Path
) -> None:
    report = Report()

    with Phone(evaluator, made.setting) as phone:
        compare_rules(made, SEED, RULES, report, phone=phone)

    assert report.differing == [], f"seed {SEED}"
    assert report.unseen == [], f"seed {SEED}"
    assert report.by_rule_operator.keys() >= {*VALUE_OPERATORS, *AGGREGATES}
    assert report.rule_pairs >= 100_000


@pytest.mark.feature("BEY-20")
@pytest.mark.timeout(180)
def test_generated_rules_are_the_same_when_their_formulas_are_read_again(
    made: World, evaluator: Path
) -> None:
    source = random.Random(SEED)
    ids_of = {entity: list(records) for entity, records in made.records.items()}
    trees = RuleTrees(made, source, Pools(source, made.contexts, ids_of))
    differing = []

    with Phone(evaluator, made.setting) as phone:
        for tree in (trees.draw() for _ in range(2000)):
            found, kind = phone.formula(tree), check_value(tree, ENTITY, made.fields.get)[0]
            if (found["tree"], found["kind"]) != (tree, kind and kind.kind):
                differing.append((found["text"], found["problem"], tree))

    assert differing == [], f"seed {SEED}"
