"""Random days in an organisation that moves, on both databases, seeded.

``--hypothesis-profile=long`` takes many more of them, other ones each time.
"""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import seed
from hypothesis.stateful import run_state_machine_as_test

from backend.database import Database
from tests.backend.scope.firm import Firm
from tests.backend.scope.machine import ScopeDays, one_of_each
from tests.backend.scope.mixed import Draw, live_mixed_day, office_acts
from tests.random_days import RandomDays

DAYS = RandomDays(seed=3, days=12, steps=40, long_days=300, long_steps=80)
STEPS = 400

MUST_HAPPEN = (
    "move team", "change role", "change manager", "move unit", "move a unit", "assign", "share",
    "share no longer", "keep", "keep no longer", "make a filter", "filter: switch", "filter: edit",
    "filter: delete", "publish profile", "give profile", "take profile", "advance clock",
    "collect garbage", "garbage was there", "edit a region: code", "edit a customer: region",
    "edit a job: status", "edit a job: due", "edit a job: customer", "edit a task", "first copy",
    "sync: none", "sync: lose", "sync: repeat", "sync: stop",
    "came: put", "came: left", "came: lost", "came: stub", "came: standing", "came: mask",
    "came: told to begin anew",
)  # fmt: skip


@pytest.mark.timeout(3600)
@pytest.mark.feature("DAT-02", "DAT-03", "DAT-04", "DAT-09", "DAT-11", "DAT-13", "SEC-02", "SEC-05")
@pytest.mark.invariant(1)
@pytest.mark.invariant(10)
@pytest.mark.invariant(14)
@pytest.mark.invariant(15)
@pytest.mark.invariant(21)
@pytest.mark.invariant(24)
@pytest.mark.invariant(27)
def test_devices_hold_what_is_theirs_on_any_day(
    new_database: Callable[[], Database],
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    chosen, taken = DAYS.chosen(request.config)
    sizes, folds = itertools.cycle([3, 500, 5]), itertools.cycle([0, 64])
    ScopeDays.tally = Counter()

    def new_firm() -> Firm:
        monkeypatch.setattr("backend.sync.parcel.PAGE_ROWS", next(sizes))
        monkeypatch.setattr("backend.offline.sets.FOLD_AT_LEAST", next(folds))
        return Firm(new_database())

    ScopeDays.new_firm = staticmethod(new_firm)
    one_of_each(ScopeDays())
    day, draw = ScopeDays(), Draw(random.Random(chosen))
    live_mixed_day(day, office_acts(day, draw), draw, STEPS)
    run_state_machine_as_test(seed(chosen)(ScopeDays), settings=taken)

    missing = [name for name in MUST_HAPPEN if not ScopeDays.tally[name]]
    assert not missing, f"never happened, so nothing is known of it (seed {chosen}): {missing}"
