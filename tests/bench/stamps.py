"""When a server committed: read from the file that :mod:`tests.bench.stamped` writes."""

from __future__ import annotations

from pathlib import Path


def committed_at(stamps: Path, head: int) -> float:
    """Return the moment of the commit that led to a head, in milliseconds of the clock.

    :raises LookupError: no commit led there
    """
    for line in reversed(stamps.read_text(encoding="utf-8").splitlines()):
        found, _, moment = line.partition(" ")
        if int(found) == head:
            return float(moment)
    raise LookupError(f"no commit led to {head}")
