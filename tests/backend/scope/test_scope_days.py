"""Random days in an organisation that moves, on both databases, seeded.

``--hypothesis-profile=long`` takes many more of them, other ones each time.
"""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from backend.database import Database
from tests.backend.scope.firm import Firm
from tests.backend.scope.machine import ScopeDays, one_of_each

_ANY = {
    "deadline": None, "print_blob": True, "database": None,
    "suppress_health_check": list(HealthCheck), "report_multiple_bugs": False,
}  # fmt: skip
SHORT = settings(max_examples=12, stateful_step_count=40, phases=[Phase.generate], **_ANY)
LONG = settings(max_examples=300, stateful_step_count=80, phases=[Phase.generate, Phase.shrink], **_ANY)
EVERY_RUN = 3

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
    long = request.config.getoption("--hypothesis-profile") == "long"
    given = request.config.getoption("--hypothesis-seed")
    chosen = int(given) if given else random.SystemRandom().randrange(1_000_000) if long else EVERY_RUN
    sizes, folds = itertools.cycle([3, 500, 5]), itertools.cycle([0, 64])
    ScopeDays.tally = Counter()

    def new_firm() -> Firm:
        monkeypatch.setattr("backend.sync.parcel.PAGE_ROWS", next(sizes))
        monkeypatch.setattr("backend.offline.sets.FOLD_AT_LEAST", next(folds))
        return Firm(new_database())

    ScopeDays.new_firm = staticmethod(new_firm)
    one_of_each(ScopeDays())
    run_state_machine_as_test(seed(chosen)(ScopeDays), settings=LONG if long else SHORT)

    missing = [name for name in MUST_HAPPEN if not ScopeDays.tally[name]]
    assert not missing, f"never happened, so nothing is known of it (seed {chosen}): {missing}"
