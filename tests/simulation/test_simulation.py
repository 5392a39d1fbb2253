"""Random days with the real client and the real server, seeded; what must hold is asked after each step.

``python3 dev.py test simulation --hypothesis-seed=N`` repeats a run; ``--hypothesis-profile=long`` takes an
hour's worth of days.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.simulation.machine import Simulation, one_of_each
from tests.simulation.world import World

_ANY = {
    "deadline": None, "print_blob": True, "database": None,
    "suppress_health_check": list(HealthCheck), "report_multiple_bugs": False,
}  # fmt: skip
SHORT = settings(max_examples=25, stateful_step_count=30, phases=[Phase.generate], **_ANY)
LONG = settings(max_examples=600, stateful_step_count=60, phases=[Phase.generate, Phase.shrink], **_ANY)
settings.register_profile("long", LONG)
EVERY_RUN = 6
"""The seed of the short run, so that a change is judged by the same days as the one before it."""

MUST_HAPPEN = (
    "rule: create", "rule: create pair", "rule: edit", "rule: edit on two", "rule: delete", "rule: resolve",
    "rule: office edit", "rule: office delete", "rule: sync", "rule: crash", "rule: late arrives",
    "rule: edit during sync", "rule: crash during sync", "rule: office during sync", "rule: forget scope",
    "network: drop request", "network: drop reply", "network: duplicate", "network: late",
    "network: truncate", "network: short body", "a change was sent again",
    "outcome: applied", "outcome: merged", "outcome: conflict", "outcome: rejected",
    "conflict: fields", "rest: idle", "rest: offline", "rest: attention",
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
    long = request.config.getoption("--hypothesis-profile") == "long"
    given = request.config.getoption("--hypothesis-seed")
    chosen = int(given) if given else random.SystemRandom().randrange(1_000_000) if long else EVERY_RUN
    notes.append(f"simulation: --hypothesis-seed={chosen}")
    Simulation.make_world = staticmethod(make_world)  # type: ignore[assignment]

    one_of_each(Simulation())
    run_state_machine_as_test(seed(chosen)(Simulation), settings=LONG if long else SHORT)

    notes += [f"{tally[name]:6} {name}" for name in sorted(tally)]
    points = [name for name in tally if name.startswith("crash point")]
    missing = [name for name in MUST_HAPPEN if not tally[name]]
    assert not missing, f"never happened, so nothing is known of it (seed {chosen}): {missing}"
    assert any(tally[name] for name in KILLED), f"the server was never killed (seed {chosen})"
    assert len(points) >= 8, f"the client ended at few places (seed {chosen}): {points}"
