"""Tests that generated filters and rules mean the same to every evaluator there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend.database import Database
from backend.expressions.rule_operators import AGGREGATES, VALUE_OPERATORS
from tests.backend.expressions import world
from tests.backend.expressions.equality import Report, compare_filters, compare_rules
from tests.backend.expressions.phone import Phone, built
from tests.backend.expressions.stored import Stored
from tests.backend.expressions.world import ENTITY, FIELDS, World

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
