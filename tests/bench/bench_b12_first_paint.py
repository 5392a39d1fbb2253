"""B12: the JavaScript that the phone and the designer load before their first paint, compressed.

The check "bundle size" holds both to their limits; here they are figures, so that a change can be compared.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

from scripts.build import DIST
from scripts.bundle_size import LIMITS, compressed, files_at_first_paint
from tests.bench.figures import figure
from tests.bench.options import options

NAMES = {"mobile/main.tsx": "phone", "designer/main.tsx": "designer"}


def main(arguments: Sequence[str]) -> int:
    asked = options(arguments, n=1, smoke_n=1)
    manifest = json.loads((DIST / ".vite" / "manifest.json").read_text())
    for entry, limit in LIMITS.items():
        files = files_at_first_paint(manifest, entry)
        figure(
            f"B12 JavaScript at first paint: {NAMES[entry]}",
            sum(compressed(DIST / file) for file in files),
            "bytes",
            n=len(files),
            limit=limit,
            goal=1.0,
            **asked.marks,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
