"""The store fails, or the client ends, at each storage call that the client names: nothing kept is lost.

After each fault the phone goes on without being opened anew where it still can, and then is; both times what
its user was told is kept must be there, and the next sync must bring everyone to the same records.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.simulation.checks import check_phone
from tests.simulation.passages import OF_SCREENS, PASSAGES, RESUMED, Passage
from tests.simulation.phone import Ended, Phone
from tests.simulation.world import World

PHONE = ("ana phone",)
FAILS = ("fail", "fail-after")
ENDS = ("end", "end-after")
ENOUGH = 0.9


@pytest.mark.invariant(3)
@pytest.mark.invariant(1)
@pytest.mark.parametrize("mode", [*FAILS, *ENDS])
@pytest.mark.parametrize("site", PASSAGES)
def test_a_fault_at_a_storage_call_loses_nothing(
    make_world: Callable[..., World], site: str, mode: str
) -> None:
    world = begin(make_world, PASSAGES[site])

    try:
        meet(world, PASSAGES[site], site, mode)

        assert_whole(world)
    finally:
        world.close()


@pytest.mark.invariant(3)
@pytest.mark.parametrize("mode", ENDS)
@pytest.mark.parametrize("site", RESUMED)
def test_a_second_end_while_the_journal_is_finished_loses_nothing(
    make_world: Callable[..., World], site: str, mode: str
) -> None:
    world = begin(make_world, RESUMED[site])

    try:
        meet(world, RESUMED[site], site, mode)

        assert_whole(world)
    finally:
        world.close()


def test_the_run_reaches_nine_in_ten_storage_calls(
    make_world: Callable[..., World], notes: list[str]
) -> None:
    hit: set[str] = set()
    listed: set[str] = set()

    for passage in {id(one): one for one in PASSAGES.values()}.values():
        world = begin(make_world, passage)
        try:
            act(world, passage)
            for phone in world.phones:
                sites = phone.ask("sites")
                hit |= {site for site, times in sites["hits"].items() if times}
                listed |= set(sites["all"]) - OF_SCREENS
        finally:
            world.close()

    missed = ", ".join(sorted(listed - hit)) or "none"
    notes.append(f"{len(hit)} of {len(listed)} storage call sites hit; missed: {missed}")
    assert listed >= hit
    assert set(PASSAGES) <= listed, f"no longer named by the client: {set(PASSAGES) - listed}"
    assert len(hit) >= ENOUGH * len(listed)


def begin(make_world: Callable[..., World], passage: Passage) -> World:
    world = make_world(PHONE, enter=passage.entered)
    try:
        passage.before(world, world.phones[0])
    except BaseException:
        world.close()
        raise
    return world


def act(world: World, passage: Passage, **arm: object) -> None:
    phone = world.phones[0]
    if passage.opening:
        phone.reload(**arm)
    else:
        passage.act(world, phone)


def meet(world: World, passage: Passage, site: str, mode: str) -> None:
    """Come to the storage call once, with the fault in its way; it must have met it."""
    for phone in world.phones:
        if not passage.opening:
            phone.arm(site, mode)
    try:
        act(world, passage, site=site, mode=mode)
    except Ended:
        world.tally["the user was told"] += 1
    fired = [point for phone in world.phones for point in phone.points()]
    assert site in fired, f"{site} was not reached: {fired}"


def assert_whole(world: World) -> None:
    for phone in world.phones:
        if not phone.is_in:
            phone.enter()
        assert_kept(phone)
    if not any(phone.ended for phone in world.phones):
        world.converge(anew=False)
    for phone in world.phones:
        phone.reload()
        assert_kept(phone)
    world.converge()


def assert_kept(phone: Phone) -> None:
    if phone.ended:
        phone.reload()
    phone.ask("hold", held=False)
    phone.ask("stop")
    check_phone(phone)
