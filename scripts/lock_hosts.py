"""The rule that locks name no host, so that any mirror of a registry can serve them.

Addresses that packages state about themselves (``funding``) are no source of
anything and are left alone.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scripts.steps import ROOT

PYTHON_LOCKS = ("*.lock", "*.lock.txt")
NOT_A_SOURCE = ("funding",)


def problems(root: Path = ROOT) -> list[str]:
    """Say where a lock names the place that a package came from."""
    found = []
    for pattern in PYTHON_LOCKS:
        for path in sorted(root.glob(pattern)):
            for number, line in enumerate(path.read_text().splitlines(), 1):
                if "://" in line:
                    found.append(f"{path.name}:{number} names a host: {line.strip()}")
    npm_lock = root / "package-lock.json"
    if npm_lock.is_file():
        places = places_with_host(json.loads(npm_lock.read_text()), "")
        found += [f"{npm_lock.name} names a host at {place}" for place in places]
    return found


def places_with_host(value: Any, place: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "resolved":
                yield f"{place}/{key}"
            elif key not in NOT_A_SOURCE:
                yield from places_with_host(inner, f"{place}/{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from places_with_host(inner, f"{place}/{index}")
    elif isinstance(value, str) and "://" in value:
        yield place
