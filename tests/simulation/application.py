"""The application with pages of a few records, so that a small simulation needs several of them."""

from __future__ import annotations

from backend.offline import sets
from backend.sync import delta, parcel, plan, rescope

ROWS = 3

for module in (delta, parcel, plan, rescope):
    module.PAGE_ROWS = ROWS  # type: ignore[attr-defined]
sets.FOLD_AT_LEAST = 2

from app import app  # noqa: E402

__all__ = ["app"]
