"""The rules of a long run: each draws what it needs, acts, and says who has acted.

A rule that finds nothing to do returns None, and is no step. ``aim`` names the crash point that a step heads
for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from types import ModuleType

from tests.simulation.long.day import Day
from tests.simulation.phone import Phone

Acted = list[Phone] | None
Rule = Callable[[Day, Random, str], Acted]


@dataclass(frozen=True)
class Weighed:
    """A rule and how often it is drawn."""

    rule: Rule
    weight: int


ALL: dict[Rule, int] = {}


def often(weight: int) -> Callable[[Rule], Rule]:
    """Make a function a rule."""

    def add(rule: Rule) -> Rule:
        ALL[rule] = weight
        return rule

    return add


def of(module: ModuleType) -> dict[str, Weighed]:
    """Return the rules of a module by name."""
    return {
        rule.__name__.replace("_", " "): Weighed(rule, weight)
        for rule, weight in ALL.items()
        if rule.__module__ == module.__name__
    }
