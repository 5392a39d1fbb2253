"""The unpacking of tables of code points, which ``scripts/code_points.py`` packs.

All numbers are in base 36, each counted from the one before.
``frontend/values/code-points.ts`` mirrors this file.
"""

from __future__ import annotations


def unpacked_ranges(packed: str) -> list[range]:
    """Unpack ranges: the gap since the range before, and the length less one."""
    numbers = _numbers(packed)
    unpacked, end = [], 0
    for gap, more in zip(numbers[::2], numbers[1::2], strict=True):
        unpacked.append(range(end + gap, end + gap + more + 1))
        end += gap + more
    return unpacked


def unpacked_mapping(to_one: str, to_several: str) -> dict[int, str]:
    """Unpack what code points become: runs that move alike, and those that become several."""
    mapped = {ord(word[0]): word[1:] for word in to_several.split()}
    numbers = _numbers(to_one)
    first = 0
    for gap, shape, distance in zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True):
        first += gap
        for nth in range(shape // 2):
            point = first + nth * (shape % 2 + 1)
            mapped[point] = chr(point + distance)
    return mapped


def _numbers(packed: str) -> list[int]:
    return [int(word, 36) for word in packed.split()]
