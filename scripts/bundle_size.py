"""The size of the JavaScript that a page loads before its first paint, against its limit.

Counted as it travels: each file that the entry imports statically, compressed
with gzip. What is imported later does not count.
"""

import gzip
import json
from pathlib import Path
from typing import Any

from scripts.build import DIST

KILOBYTE = 1000
LIMITS = {"mobile/main.tsx": 60 * KILOBYTE, "designer/main.tsx": 250 * KILOBYTE}


def files_at_first_paint(manifest: dict[str, Any], entry: str) -> set[str]:
    files: set[str] = set()
    seen: set[str] = set()
    waiting = [entry]
    while waiting:
        key = waiting.pop()
        if key not in seen:
            seen.add(key)
            files.add(manifest[key]["file"])
            waiting += manifest[key].get("imports", [])
    return files


def compressed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), compresslevel=9, mtime=0))


def problems(dist: Path = DIST) -> list[str]:
    """Say which entries are too large."""
    path = dist / ".vite" / "manifest.json"
    if not path.is_file():
        return []
    manifest = json.loads(path.read_text())
    found = []
    for entry, limit in LIMITS.items():
        if entry not in manifest:
            continue
        size = sum(compressed(dist / file) for file in files_at_first_paint(manifest, entry))
        if size > limit:
            found.append(
                f"{entry} loads {size:,} bytes of JavaScript before its first paint; {limit:,} are allowed"
            )
    return found
