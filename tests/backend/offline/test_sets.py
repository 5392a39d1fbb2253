"""The sets of what a device holds: generations, folding, and steps that come too late."""

from __future__ import annotations

import random
from collections.abc import Mapping

import pytest
from pyroaring import BitMap
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.database import Database
from backend.offline import sets
from backend.offline.ledger import Entry, Ledger
from backend.offline.models import FULL, TRACE, ScopeRow, ScopeSet, ScopeState
from backend.offline.sets import State, Step

DEVICE = "0193a5b0-0000-4000-8000-000000000001"


def store(
    database: Database,
    generation: int,
    *,
    presented: int = 0,
    whole: Mapping[str, BitMap] | None = None,
    signs: Mapping[str, Mapping[int, int]] | None = None,
    state: State | None = None,
    holding: str = FULL,
    ledger: Ledger | None = None,
) -> bool:
    def work(session: Session) -> bool:
        seen = state or sets.state_of(session, DEVICE)
        step = Step(
            DEVICE,
            seen,
            presented,
            generation,
            ledger if ledger is not None else {"order": Entry(full=20_000)},
            {(entity, holding): rids for entity, rids in (whole or {}).items()},
            {(entity, holding): rids for entity, rids in (signs or {}).items()},
        )
        return sets.store(session, step)

    return database.write(work)


def members(database: Database, generation: int, entity: str = "order", *, holding: str = FULL) -> set[int]:
    held = (entity, holding)
    return set(database.read(lambda session: sets.members(session, DEVICE, held, generation)))


def rows(database: Database, table: type[ScopeRow] | type[ScopeSet] | type[ScopeState]) -> int:
    return database.read(lambda session: session.scalar(select(func.count()).select_from(table)) or 0)


def test_a_generation_is_the_set_before_it_and_its_own_signs(database: Database) -> None:
    store(database, 1, whole={"order": BitMap([1, 2, 3])})

    store(database, 2, presented=1, signs={"order": {4: +1, 2: -1, 9: 0}})

    assert members(database, 1) == {1, 2, 3}
    assert members(database, 2) == {1, 3, 4}


def test_a_generation_that_was_never_presented_is_forgotten(database: Database) -> None:
    store(database, 1, whole={"order": BitMap([1, 2])})
    store(database, 2, presented=1, signs={"order": {3: +1}})

    store(database, 3, presented=1, signs={"order": {4: +1}})

    assert members(database, 3) == {1, 2, 4}
    state = database.read(lambda session: sets.state_of(session, DEVICE))
    assert state == State(acknowledged=1, pending=3, last=3)
    assert [state.knows(generation) for generation in (0, 1, 2, 3)] == [False, True, False, True]


def test_a_step_that_another_pull_has_overtaken_is_not_written(database: Database) -> None:
    store(database, 1, whole={"order": BitMap([1])})
    seen = database.read(lambda session: sets.state_of(session, DEVICE))
    store(database, 2, presented=1, signs={"order": {2: +1}})

    assert not store(database, 2, presented=1, signs={"order": {3: +1}}, state=seen)
    assert members(database, 2) == {1, 2}


def test_a_page_that_is_sent_again_replaces_its_own_signs(database: Database) -> None:
    store(database, 1, whole={"order": BitMap([1])})
    store(database, 2, presented=1, signs={"order": {2: +1}})

    store(database, 2, presented=1, signs={"order": {2: 0, 1: -1}})

    assert members(database, 2) == set()


@pytest.mark.invariant(36)
def test_rows_are_folded_into_the_set_at_half_a_percent(database: Database) -> None:
    store(database, 1, whole={"order": BitMap(range(20_000)), "place": BitMap([1])})
    expected = set(range(20_000))
    generation = 1
    largest = 0
    for step in range(12):
        fresh = range(100_000 + step * 50, 100_000 + step * 50 + 50)
        store(database, generation + 1, presented=generation, signs={"order": dict.fromkeys(fresh, +1)})
        expected |= set(fresh)
        generation += 1
        largest = max(largest, rows(database, ScopeRow))
        assert members(database, generation) == expected

    assert largest <= 100 + 2 * 50
    assert rows(database, ScopeSet) == 2
    assert members(database, generation, "place") == {1}


@pytest.mark.invariant(36)
def test_a_hundred_thousand_members_take_less_than_two_hundred_kilobytes(database: Database) -> None:
    scattered = BitMap(number * 7 for number in range(100_000))

    store(database, 1, whole={"order": scattered})

    size = database.read(lambda session: session.scalar(select(func.length(ScopeSet.rids))))
    assert size is not None
    assert size < 200_000


def test_a_plan_after_a_lost_store_leaves_the_acknowledged_set_until_it_is_presented(
    database: Database,
) -> None:
    store(database, 1, whole={"order": BitMap([1, 2])})
    store(database, 2, presented=1, signs={"order": {3: +1}})
    store(database, 3, whole={"order": BitMap([5])})

    assert members(database, 1) == {1, 2}
    store(database, 4, presented=3, signs={"order": {6: +1}})

    assert members(database, 4) == {5, 6}
    assert rows(database, ScopeSet) == 1


def test_what_is_held_in_full_and_what_is_known_by_its_label_are_two_sets(database: Database) -> None:
    store(database, 1, whole={"order": BitMap([1, 2])})

    store(database, 2, presented=1, signs={"order": {3: +1}}, holding=TRACE)

    assert members(database, 2) == {1, 2}
    assert members(database, 2, holding=TRACE) == {3}


def test_each_generation_has_the_ledger_that_it_was_stored_with(database: Database) -> None:
    first = {"order": Entry(3, 1, ("cost",), "title")}
    store(database, 1, whole={"order": BitMap([1, 2, 3])}, ledger=first)
    second = {"order": Entry(4, 1, (), "title")}
    store(database, 2, presented=1, signs={"order": {4: +1}}, ledger={**second, "gone": Entry()})

    state = database.read(lambda session: sets.state_of(session, DEVICE))

    assert (state.ledger(1), state.ledger(2), state.ledger(7)) == (first, second, {})
    assert state.entities == {"order"}


@pytest.mark.invariant(10)
def test_a_device_that_is_forgotten_holds_nothing_and_no_number_comes_again(database: Database) -> None:
    store(database, 1, whole={"order": BitMap([1])})
    store(database, 2, presented=1, signs={"order": {2: +1}})

    database.write(lambda session: sets.forget_devices(session, [DEVICE]))

    assert [rows(database, table) for table in (ScopeRow, ScopeSet)] == [0, 0]
    state = database.read(lambda session: sets.state_of(session, DEVICE))
    assert (state, state.entities) == (State(last=2), frozenset())


def test_a_device_that_is_dropped_leaves_nothing_behind(database: Database) -> None:
    store(database, 1, whole={"order": BitMap([1])})
    store(database, 2, presented=1, signs={"order": {2: +1}})

    database.write(lambda session: sets.drop_devices(session, [DEVICE]))

    assert [rows(database, table) for table in (ScopeRow, ScopeSet, ScopeState)] == [0, 0, 0]


@pytest.mark.invariant(34)
@pytest.mark.invariant(36)
def test_both_generations_of_a_hundred_thousand_records_take_at_most_four_bytes_each(
    database: Database,
) -> None:
    dice = random.Random(1)
    before = BitMap(dice.sample(range(1_000_000), 100_000))
    after = BitMap(dice.sample(range(1_000_000), 100_000))
    store(database, 1, whole={"order": before})
    store(database, 2, presented=1, whole={"order": after})

    taken = select(func.sum(func.length(ScopeSet.rids)))
    assert database.read(lambda session: session.scalar(taken)) <= 4 * 100_000


def stored_bytes(database: Database, generation: int) -> int:
    taken = select(func.sum(func.length(ScopeSet.rids))).where(ScopeSet.generation == generation)
    return database.read(lambda session: session.scalar(taken)) or 0


@pytest.mark.invariant(1)
@pytest.mark.invariant(36)
def test_a_whole_set_on_its_way_takes_what_it_differs_by_until_it_is_promoted(database: Database) -> None:
    dice = random.Random(2)
    before = BitMap(dice.sample(range(2_000_000), 100_000))
    gone, come = dice.sample(list(before), 5_000), range(3_000_000, 3_005_000)
    after = before.difference(BitMap(gone)) | BitMap(come)
    store(database, 1, whole={"order": before})
    store(database, 2, presented=1, signs={"order": {gone[0]: -1, 5_000_000: +1}})

    store(database, 3, presented=2, whole={"order": after}, signs={"order": {come[0]: -1}})

    assert stored_bytes(database, 3) * 8 < stored_bytes(database, 1)
    # By what is wrong, and not by ==: a failure would compare a hundred thousand numbers line by line.
    assert not members(database, 2) ^ (set(before) - {gone[0]} | {5_000_000})
    assert not members(database, 3) ^ (set(after) - {come[0]})
    aim = database.read(lambda session: sets.whole_set(session, DEVICE, ("order", FULL), 3))
    assert aim is not None
    assert not aim ^ after

    store(database, 4, presented=3, signs={"order": {7_000_000: +1}})

    assert not members(database, 3) ^ (set(after) - {come[0]})
    assert not members(database, 4) ^ (set(after) - {come[0]} | {7_000_000})
    assert rows(database, ScopeSet) == 1
    assert stored_bytes(database, 3) > 190_000


@pytest.mark.invariant(1)
def test_a_difference_outlives_a_pull_that_begins_again(database: Database) -> None:
    before = BitMap(range(0, 100_000, 3))
    store(database, 1, whole={"order": before})
    store(database, 2, presented=1, whole={"order": before | BitMap([1])})

    store(database, 3, presented=1, whole={"order": before | BitMap([2])})
    store(database, 4, presented=3, signs={"order": {4: +1}})

    assert members(database, 3) == {*before, 2}
    assert members(database, 4) == {*before, 2, 4}


@pytest.mark.invariant(1)
def test_generations_are_what_a_set_of_numbers_says_whatever_is_stored(database: Database) -> None:
    dice = random.Random(3)
    acknowledged, expected = 1, set(dice.sample(range(30_000), 3_000))
    pending = expected
    store(database, 1, whole={"order": BitMap(expected)})
    for generation in range(2, 40):
        presented = acknowledged if dice.random() < 0.3 else generation - 1
        if presented != acknowledged:
            acknowledged, expected = presented, pending
        pending = set(expected)
        whole = None
        if dice.random() < 0.5:
            pending = pending - set(dice.sample(sorted(pending), 40)) | set(dice.sample(range(40_000), 40))
            whole = {"order": BitMap(pending)}
        signs = {rid: -1 if rid in pending else +1 for rid in dice.sample(range(40_000), 60)}
        pending ^= set(signs)
        store(database, generation, presented=presented, whole=whole, signs={"order": signs})

        assert members(database, acknowledged) == expected
        assert members(database, generation) == pending
