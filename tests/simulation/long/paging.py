"""The application with pages of a few records, so that a short day needs several of them; imported first."""

from __future__ import annotations

from backend.offline import sets
from backend.sync import delta, parcel, plan, rescope

ROWS = 12

for module in (delta, parcel, plan, rescope):
    module.PAGE_ROWS = ROWS  # type: ignore[attr-defined]
sets.FOLD_AT_LEAST = 2
