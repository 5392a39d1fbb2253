"""Figures: what a benchmark prints, one JSON object a line.

A figure stands beside the limit, or the peer, that was measured in the same run; where both have one value
for each repetition the ratio is taken inside the repetition, because two moments of a shared machine do not
compare.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
from collections.abc import Mapping, Sequence
from typing import Any

Values = Sequence[float]


def figure(
    name: str,
    values: Values | float,
    unit: str,
    *,
    n: int,
    limit: Values | float | None = None,
    peer: Values | float | None = None,
    goal: float | None = None,
    at_least: bool = False,
    **more: Any,
) -> dict[str, Any]:
    """Print one figure and return it.

    :param limit: the floor of the same run, or an absolute goal
    :param peer: the same work done by another system
    :param goal: what the ratio may be at most (``at_least``: must be at least)
    """
    mine = _series(values)
    beside = _series(limit if limit is not None else peer) if (limit, peer) != (None, None) else []
    ratio = _ratio(mine, beside)
    line: dict[str, Any] = {
        "name": name,
        "n": n,
        "value": _short(statistics.median(mine)),
        "unit": unit,
        "limit": _middle(limit),
        "peer": _middle(peer),
        "ratio": None if ratio is None else _short(ratio),
        "load1": round(os.getloadavg()[0], 2),
        "min": _short(min(mine)),
        "max": _short(max(mine)),
        "reps": len(mine),
    }
    if goal is not None and ratio is not None:
        line |= {"goal": goal, "met": ratio >= goal if at_least else ratio <= goal}
    line |= {key: _short(value) if isinstance(value, float) else value for key, value in more.items()}
    print(json.dumps(line, ensure_ascii=False), flush=True)
    return line


def figures_of_each(
    title: str, runs: Mapping[str, Sequence[Mapping[str, float]]], *, n: int, **more: Any
) -> None:
    """Print what everyone who took part needed: time, bytes and processor."""
    for name, found in runs.items():
        values = {what: [run[what] for run in found] for what in ("ms", "bytes", "browser_cpu", "server_cpu")}
        figure(
            f"{title}: {name}",
            values["ms"],
            "ms",
            n=n,
            bytes=round(middle(values["bytes"])),
            browser_cpu_s=middle(values["browser_cpu"]),
            server_cpu_s=middle(values["server_cpu"]),
            **more,
        )


def figures_beside_each(
    title: str,
    runs: Mapping[str, Sequence[Mapping[str, float]]],
    *,
    n: int,
    floor: str,
    goal_floor: float,
    goal_peer: float,
    **more: Any,
) -> None:
    """Print our time beside that of everyone else who took part: the floor as limit, the others as peers."""
    times = {name: [run["ms"] for run in found] for name, found in runs.items()}
    if "satchel" not in times:
        return
    for name in sorted(times.keys() - {"satchel"}):
        beside = {"limit": times[name]} if name == floor else {"peer": times[name]}
        goal = goal_floor if name == floor else goal_peer
        figure(f"{title} beside {name}", times["satchel"], "ms", n=n, goal=goal, **beside, **more)


def tell(sentence: str) -> None:
    """Say on the way what is being done."""
    print(f"  {sentence}", file=sys.stderr, flush=True)


def middle(values: Values) -> float:
    """Return the median."""
    return float(statistics.median(values))


def _series(values: Values | float | None) -> list[float]:
    if values is None:
        return []
    return [float(values)] if isinstance(values, int | float) else [float(value) for value in values]


def _middle(values: Values | float | None) -> float | None:
    found = _series(values)
    return _short(statistics.median(found)) if found else None


def _ratio(mine: list[float], beside: list[float]) -> float | None:
    if not beside:
        return None
    if len(mine) == len(beside) > 1:
        return statistics.median(one / other for one, other in zip(mine, beside, strict=True))
    return statistics.median(mine) / statistics.median(beside)


def _short(value: float) -> float:
    """Return the value with as many digits as a reader needs."""
    return round(value, 4 if abs(value) < 1 else 3 if abs(value) < 10 else 1)
