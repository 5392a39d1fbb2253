"""A lane of a long run: day after day until it has taken its steps, all of them from one seed.

Each day of some hundred steps begins anew, so that it can be repeated without those before it, by the list of
its steps; what is drawn next depends on which crash points have been headed for least often so far.
"""

from __future__ import annotations

import json
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.simulation.long import around, desk, ends, people, rules, travel
from tests.simulation.long.day import GIVEN, Day
from tests.simulation.long.office import LongOffice
from tests.simulation.long.pipe import Pipe
from tests.simulation.long.server import Server
from tests.simulation.long.serving import Serving
from tests.simulation.organisation import found

RULES = {
    name: one for module in (people, around, desk, travel, ends) for name, one in rules.of(module).items()
}
STEPS_A_DAY = 800
WARMING = 150
DATA = "data"
_AT_A_STORAGE_CALL = "a phone ends at a storage call"
_AT_A_STATEMENT = "the server ends at a statement"
_MODES = tuple((when, how) for how in ("die", "kill", "busy") for when in ("before", "after"))


class Step(NamedTuple):
    """A rule, the number from which it draws, and the crash point that it heads for."""

    rule: str
    number: int
    aim: str = ""


class Broken(Exception):
    """A day on which something did not hold."""

    def __init__(self, name: str, steps: Sequence[Step], reason: BaseException) -> None:
        super().__init__(f"{name}, after {len(steps)} steps: {type(reason).__name__}: {reason}")
        self.name, self.steps, self.reason = name, list(steps), reason


class Lane:
    """Days, one after the other, in a folder of their own."""

    def __init__(self, folder: Path, script: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        self.seats = found(folder / "template", GIVEN)
        self._script = script
        self.pipe = Pipe(script)
        self._serving: Serving | None = None
        self.storage: tuple[str, ...] = ()
        self.tally: Counter[str] = Counter()
        self.passed: Counter[str] = Counter()
        """Statement of the server → how often it ran; with "before " or "after " how often it ended."""
        self._aimed: Counter[str] = Counter()
        """With "before " or "after " a statement → how often a step headed for it; some it never comes to."""
        self.steps = 0
        self.seconds: Counter[str] = Counter()

    def run(
        self,
        seed: int,
        steps: int,
        tell: Callable[[], None],
        *,
        until: float | None = None,
        broken: Callable[[Broken], None] | None = None,
    ) -> None:
        """Take so many steps, or as many as there is time for; ``tell`` is called after each day.

        :param broken: is told of a broken day, and the next one begins
        :raises Broken: something did not hold, and nobody is told of it
        """
        day = 0
        while self.steps < steps and (until is None or time.monotonic() < until):
            day += 1
            try:
                self.day(f"{seed}-{day}", self._drawn(Random(f"{seed} {day}")), steps - self.steps)
            except Broken as found:
                if broken is None:
                    raise
                broken(found)
                # What was asked last may not have been answered.
                self.pipe.close()
                self.pipe = Pipe(self._script)
            tell()

    def warm(self) -> None:
        """Live a short day without an end, in this process, so that forks of it need not begin cold."""
        shutil.copytree(self.folder / "template", self.folder / DATA)
        self._serving = Serving(self.folder / DATA)
        self._serving.rest()
        shutil.rmtree(self.folder / DATA)
        chance = Random("warm")
        names = [name for name, one in RULES.items() if one.rule.__module__ != ends.__name__]
        steps = (Step(chance.choice(names), chance.randrange(1 << 48)) for _ in range(WARMING))
        self.day("warming", steps, forks=False)
        self._serving.ready_to_fork()
        self.steps = 0
        for counts in (self.tally, self.passed, self.seconds):
            counts.clear()

    def day(self, name: str, drawn: Iterator[Step], most: int = STEPS_A_DAY, *, forks: bool = True) -> None:
        """Live a day of at most so many steps.

        :raises Broken: something did not hold
        """
        day = self._begin(name, forks=forks)
        taken: list[Step] = []
        try:
            for step in drawn:
                if len(taken) >= min(most, STEPS_A_DAY):
                    break
                taken.append(step)
                if not self._take(day, step):
                    taken.pop()
            day.end()
        except BaseException as reason:
            if isinstance(reason, KeyboardInterrupt):
                raise
            raise Broken(name, taken, reason) from reason
        finally:
            day.close()
            shutil.rmtree(day.office.data, ignore_errors=True)
            for backup in self.folder.glob("* backup *"):
                backup.unlink()

    def close(self) -> None:
        self.pipe.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _begin(self, name: str, *, forks: bool) -> Day:
        if self._serving is None:
            self.warm()
        assert self._serving is not None
        server = Server(self._serving, self.tally, self.passed, forks=forks)
        office = LongOffice(self.folder / "template", self.folder / DATA, self.seats, server, self.tally)
        return Day(office, self.pipe, name, self.tally)

    def _take(self, day: Day, step: Step) -> bool:
        """Take a step; False when there was nothing to do."""
        begun = time.monotonic()
        acted = RULES[step.rule].rule(day, Random(step.number), step.aim)
        if acted is None:
            return False
        done = time.monotonic()
        day.check(list({id(phone): phone for phone in acted}.values()))
        self.seconds[step.rule] += done - begun
        self.seconds["checks"] += time.monotonic() - done
        self.steps += 1
        self.tally[f"rule: {step.rule}"] += 1
        return True

    def _drawn(self, chance: Random) -> Iterator[Step]:
        names = list(RULES)
        weights = [one.weight for one in RULES.values()]
        while True:
            [rule] = chance.choices(names, weights)
            number = chance.randrange(1 << 48)
            aim = ""
            if rule == _AT_A_STATEMENT:
                aim = self._statement(chance)
                if not aim:
                    continue
            elif rule == _AT_A_STORAGE_CALL:
                aim = self._storage_call(chance)
            yield Step(rule, number, aim)

    def _statement(self, chance: Random) -> str:
        """Return a crash point of the server that was headed for least often, and how it is to be met."""
        # Where a backup is put back, nothing is armed.
        others = ("before ", "after ", "restored: ")
        seen = [point for point in self.passed if not point.startswith(others)]
        points = [
            (self._aimed[f"{when} {point}"], chance.random(), when, how, point)
            for point in seen
            for when, how in _MODES
            if self._makes_sense(point, when, how)
        ]
        if not points:
            return ""
        *_, when, how, point = min(points)
        self._aimed[f"{when} {point}"] += 1
        return f"{when} {how} {point}"

    @staticmethod
    def _makes_sense(point: str, when: str, how: str) -> bool:
        # A database that was busy has done nothing.
        return how != "busy" or when == "before"

    def _storage_call(self, chance: Random) -> str:
        from tests.simulation.passages import OF_SCREENS

        if not self.storage:
            sites = self.pipe.ask("nobody", {"command": "sites"})["value"]["all"]
            self.storage = tuple(site for site in sites if site not in OF_SCREENS)
        least = min(self.storage, key=lambda site: (self.tally[f"storage: {site}"], chance.random()))
        site = chance.choice([least, chance.choice(self.storage)])
        return f"{site} {chance.choice(ends.MODES)}"


def written(steps: Sequence[Step]) -> str:
    """Return steps as a case says them, one a line."""
    return "[\n" + ",\n".join(f" {json.dumps(step)}" for step in steps) + "\n]\n"


def read(text: str) -> list[Step]:
    return [Step(*one) for one in json.loads(text)]
