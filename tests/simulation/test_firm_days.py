"""Random days of a firm that moves, with real phones and a real server, seeded.

``--hypothesis-profile=long`` takes many more of them, other ones each time.
"""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import seed
from hypothesis.stateful import run_state_machine_as_test

from tests.backend.scope.machine import ScopeDays, one_of_each
from tests.backend.scope.test_scope_days import MUST_HAPPEN
from tests.random_days import RandomDays
from tests.simulation.firm import PhoneFirm
from tests.simulation.firm_days import PhoneDays, mixed_day, one_of_each_on_phones

DAYS = RandomDays(seed=5, days=3, steps=40, long_days=150, long_steps=80)
STEPS = 250
ON_PHONES = (
    "phone: edit", "phone: keep", "phone: assign", "phone: share", "phone: look", "phone: reload",
    "phone: set applied", "phone: set rejected", "phone: keep applied", "phone: assign applied",
    "phone: share applied", "came: frozen", "came: draft of what was lost",
    "network: duplicate", "network: drop reply", "network: drop request",
)  # fmt: skip

NOT_ON_PHONES = ("came: told to begin anew",)
"""What the client deals with by itself, before anybody could count it."""


@pytest.mark.timeout(3600)
@pytest.mark.feature("DAT-02", "DAT-03", "DAT-04", "DAT-09", "DAT-11", "DAT-13", "SEC-02", "SEC-05")
@pytest.mark.invariant(1)
@pytest.mark.invariant(10)
@pytest.mark.invariant(14)
@pytest.mark.invariant(15)
@pytest.mark.invariant(17)
@pytest.mark.invariant(21)
@pytest.mark.invariant(23)
def test_phones_hold_what_is_theirs_on_any_day(
    script: Path, tmp_path: Path, notes: list[str], request: pytest.FixtureRequest
) -> None:
    chosen, taken = DAYS.chosen(request.config)
    notes.append(f"phones of a firm that moves: --hypothesis-seed={chosen}")
    ScopeDays.tally = tally = Counter()
    firms: list[PhoneFirm] = []

    def new_firm() -> PhoneFirm:
        firms.append(PhoneFirm(tmp_path / f"day_{len(firms)}", script, tally))
        return firms[-1]

    PhoneDays.new_firm = staticmethod(new_firm)
    try:
        one_of_each(PhoneDays())
        one_of_each_on_phones(PhoneDays())
        mixed_day(PhoneDays(), random.Random(chosen), STEPS)
        run_state_machine_as_test(seed(chosen)(PhoneDays), settings=taken)
    finally:
        for firm in firms:
            firm.close()

    notes += [f"{tally[name]:6} {name}" for name in sorted(tally)]
    missing = [name for name in (*MUST_HAPPEN, *ON_PHONES) if not tally[name] and name not in NOT_ON_PHONES]
    assert not missing, f"never happened, so nothing is known of it (seed {chosen}): {missing}"
