"""The application with pages of a few records, so that a small simulation needs several of them.

With ``SIMULATED_CLOCK`` its clock stands apart from the machine's by as many seconds as that file says.
"""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from types import SimpleNamespace

from backend.offline import sets
from backend.sync import delta, parcel, plan, rescope

ROWS = 3

for module in (delta, parcel, plan, rescope):
    module.PAGE_ROWS = ROWS  # type: ignore[attr-defined]
sets.FOLD_AT_LEAST = 2

from app import app  # noqa: E402
from backend.accounts import guard  # noqa: E402
from backend.channel import api as channel  # noqa: E402


class Clocked(dt.datetime):
    """The moment, as the simulation has it."""

    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]
        return dt.datetime.now(tz) + dt.timedelta(seconds=float(Path(CLOCK).read_text()))


CLOCK = os.environ.get("SIMULATED_CLOCK", "")
if CLOCK:
    for module in (guard, channel):
        module.dt = SimpleNamespace(**{**vars(dt), "datetime": Clocked})  # type: ignore[attr-defined]

__all__ = ["app"]
