"""Random days: how many a test takes, and by which seed.

The short run takes the same days each time, so that a change is judged by those of the change before it.
``--hypothesis-profile=long`` takes many more, other ones each time, and shrinks what it finds;
``--hypothesis-seed=N`` repeats a run. pytest looks for the profile before it reads any test, and so this
module is among the plugins of ``tests/conftest.py``.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, Phase, settings


@dataclass(frozen=True, kw_only=True)
class RandomDays:
    """Days of so many steps, in the short run and in the long one; ``seed`` is that of the short one."""

    seed: int
    days: int
    steps: int
    long_days: int
    long_steps: int

    def chosen(self, config: pytest.Config) -> tuple[int, settings]:
        """Return the seed and the settings that the command line asks for."""
        long = config.getoption("--hypothesis-profile") == "long"
        given = config.getoption("--hypothesis-seed")
        if long:
            chosen = random.SystemRandom().randrange(1_000_000)
            taken = _settings(self.long_days, self.long_steps, Phase.generate, Phase.shrink)
        else:
            chosen, taken = self.seed, _settings(self.days, self.steps, Phase.generate)
        return int(given) if given else chosen, taken


def _settings(days: int, steps: int, *phases: Phase) -> settings:
    return settings(
        max_examples=days,
        stateful_step_count=steps,
        phases=phases,
        deadline=None,
        print_blob=True,
        database=None,
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )


settings.register_profile("long", _settings(600, 60, Phase.generate, Phase.shrink))
