"""How large a spreadsheet may be, and how long it is kept."""

from __future__ import annotations

import datetime as dt
from typing import Final

from backend.protocol.imports import MOST_COLUMNS

FILE_BYTES: Final = 50 * 1024 * 1024
UNPACKED_BYTES: Final = 400 * 1024 * 1024
"""What the parts of a workbook come to: a few kilobytes can unpack to as many gigabytes."""
MOST_ROWS: Final = 100_000
LONGEST_CELL: Final = 100_000
"""As long as the longest text that a field takes."""
PREVIEW_ROWS: Final = 20
MOST_PROBLEMS: Final = 20_000
"""So many are kept by cell; those beyond are counted."""
KEPT_FOR: Final = dt.timedelta(days=7)
"""How long the file of an import stays, and with it the means to go on."""
UNDER_WAY: Final = 3
"""So many imports of one person at a time."""
COUNTED_FOR: Final = dt.timedelta(hours=1)
"""How long one counts among them that does not come to an end."""

__all__ = ["MOST_COLUMNS"]
