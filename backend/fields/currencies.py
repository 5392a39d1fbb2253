"""The currencies that money may be in, with their scale of ISO 4217.

Generated into `currencies.json` by `scripts/currency_table.py`, for both ends.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

CURRENCY_SCALES: Final[dict[str, int]] = json.loads(
    Path(__file__).with_name("currencies.json").read_text("utf-8")
)
