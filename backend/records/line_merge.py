"""The merge of two edits of one long text, line by line: pure, and the same on the phone.

Each side is a list of hunks: lines of the old text replaced by others. Hunks that share no line and do not
touch where one of them only inserts are both taken; any others overlap, and nothing is merged. Lines are
found again by those that stand once in either text (patience), which takes little time for any text; where
lines repeat, a hunk may be larger than need be, which only asks more often. Two hunks in one place that
differ in white space alone are one: theirs.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from backend.fields.fold import collapsed

Lines = list[str]


class Hunk(NamedTuple):
    """Lines ``start`` to ``end`` (not included) of the old text, and what stands in their place."""

    start: int
    end: int
    lines: tuple[str, ...]


def merged_lines(old: Lines, mine: Lines, theirs: Lines) -> Lines | None:
    """Merge two edits of a text, given as lines; None where they overlap."""
    both = [*_hunks(old, mine), *_hunks(old, theirs)]
    hunks = sorted({(hunk.start, hunk.end, *map(collapsed, hunk.lines)): hunk for hunk in both}.values())
    for first, second in pairwise(hunks):
        inserts = first.start == first.end or second.start == second.end
        if second.start < first.end or (inserts and second.start <= first.end):
            return None
    merged: Lines = []
    at = 0
    for hunk in hunks:
        merged += [*old[at : hunk.start], *hunk.lines]
        at = hunk.end
    return merged + old[at:]


def _hunks(old: Lines, new: Lines) -> list[Hunk]:
    hunks = []
    at = there = 0
    for start, place in [*_matches(old, new), (len(old), len(new))]:
        if (at, there) != (start, place):
            hunks.append(Hunk(at, start, tuple(new[there:place])))
        at, there = start + 1, place + 1
    return hunks


def _matches(old: Lines, new: Lines) -> list[tuple[int, int]]:
    """Return which lines stand in both, as rising pairs of places."""
    found: list[tuple[int, int]] = []
    at = there = 0
    for start, place in [*_anchors(old, new), (len(old), len(new))]:
        # Between two anchors: what is alike at the beginning, then what is alike at the end.
        while at < start and there < place and old[at] == new[there]:
            found.append((at, there))
            at, there = at + 1, there + 1
        alike = 1
        while at <= start - alike and there <= place - alike and old[start - alike] == new[place - alike]:
            alike += 1
        found += [(start - back, place - back) for back in range(alike - 1, 0, -1)]
        if start < len(old):
            found.append((start, place))
        at, there = start + 1, place + 1
    return found


def _anchors(old: Lines, new: Lines) -> list[tuple[int, int]]:
    """Return the longest rising run of lines that stand exactly once in either text."""
    places = {line: place for place, line in enumerate(new)}
    often = Counter(old), Counter(new)
    pairs = [(at, places[line]) for at, line in enumerate(old) if all(counts[line] == 1 for counts in often)]
    ends: list[int] = []  # the smallest last place of a run of each length
    last: list[int] = []  # the pair that it ends with
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        before.append(last[length - 1] if length else -1)
        if length == len(ends):
            ends.append(place)
            last.append(number)
        else:
            ends[length], last[length] = place, number
    run: list[tuple[int, int]] = []
    number = last[-1] if last else -1
    while number >= 0:
        run.append(pairs[number])
        number = before[number]
    return run[::-1]
