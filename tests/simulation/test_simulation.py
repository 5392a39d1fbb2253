"""Random days with the real client and the real server, seeded; what must hold is asked after each step.

``python3 dev.py test simulation --hypothesis-seed=N`` repeats a run; ``--hypothesis-profile=long`` takes an
hour's worth of days.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import seed
from hypothesis.stateful import run_state_machine_as_test

from tests.random_days import RandomDays
from tests.simulation.machine import Simulation, one_of_each
from tests.simulation.world import World

DAYS = RandomDays(seed=6, days=25, steps=30, long_days=600, long_steps=60)

MUST_HAPPEN = (
    "rule: create", "rule: create pair", "rule: edit", "rule: edit on two", "rule: delete", "rule: resolve",
    "rule: office edit", "rule: office delete", "rule: sync", "rule: crash", "rule: late arrives",
    "rule: edit during sync", "rule: crash during sync", "rule: office during sync", "rule: forget scope",
    "rule: restore",
    "network: drop request", "network: drop reply", "network: duplicate", "network: late",
    "network: truncate", "network: short body", "a change was sent again",
    "outcome: applied", "outcome: merged", "outcome: conflict", "outcome: rejected",
    "conflict: fields", "rest: idle", "rest: offline", "rest: attention", "stage: others are to come",
)  # fmt: skip
KILLED = ("rule: kill before", "rule: kill after", "rule: kill during")


@pytest.mark.timeout(3600)
@pytest.mark.invariant(1)
@pytest.mark.invariant(2)
@pytest.mark.invariant(3)
@pytest.mark.invariant(4)
@pytest.mark.invariant(5)
@pytest.mark.invariant(6)
@pytest.mark.invariant(7)
@pytest.mark.invariant(8)
@pytest.mark.invariant(9)
@pytest.mark.invariant(10)
def test_any_day_keeps_all_promises(
    make_world: Callable[..., World],
    tally: Counter[str],
    notes: list[str],
    request: pytest.FixtureRequest,
) -> None:
    chosen, taken = DAYS.chosen(request.config)
    notes.append(f"simulation: --hypothesis-seed={chosen}")
    Simulation.make_world = staticmethod(make_world)  # type: ignore[assignment]

    one_of_each(Simulation())
    run_state_machine_as_test(seed(chosen)(Simulation), settings=taken)

    notes += [f"{tally[name]:6} {name}" for name in sorted(tally)]
    points = [name for name in tally if name.startswith("crash point")]
    missing = [name for name in MUST_HAPPEN if not tally[name]]
    assert not missing, f"never happened, so nothing is known of it (seed {chosen}): {missing}"
    assert any(tally[name] for name in KILLED), f"the server was never killed (seed {chosen})"
    assert len(points) >= 8, f"the client ended at few places (seed {chosen}): {points}"
