"""A broken day made short: steps are left out, many at first and then single ones, while it stays broken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.simulation.long.lane import Broken, Lane, Step


def shrunk(steps: list[Step], folder: Path, script: Path, tell: Callable[[str], None]) -> list[Step]:
    """Return as few of the steps as still break a promise, of the kind that they broke at first."""
    lane = Lane(folder / "shrinking", script)
    try:
        wanted = _reason(lane, steps)
        if wanted is None:
            tell("the day is not broken")
            return steps
        size = len(steps) // 2
        while size:
            at = 0
            while at < len(steps):
                fewer = steps[:at] + steps[at + size :]
                if fewer and _reason(lane, fewer) == wanted:
                    steps = fewer
                    tell(f"{len(steps)} steps")
                else:
                    at += size
            size //= 2
        return steps
    finally:
        lane.close()


def _reason(lane: Lane, steps: list[Step]) -> str | None:
    try:
        lane.day("shrinking", iter(steps), len(steps))
    except Broken as broken:
        # Records and values differ from try to try; which promise it is does not.
        return f"{type(broken.reason).__name__} {str(broken.reason)[:12]}"
    return None
