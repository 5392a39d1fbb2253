"""A picture, or several."""

from __future__ import annotations

from typing import Any, Final

from backend.fields.blob_reference import SIDES, BlobReference
from backend.fields.problems import ValueProblem

TYPES: Final = ("image/jpeg", "image/png", "image/webp")
"""Those that browsers all show."""
APPLE_TYPES: Final = ("image/heic", "image/heif")


class Image(BlobReference):
    """A reference to a picture, with its size in pixels where that is known."""

    id = "image"
    largest = 20 * 1024 * 1024
    sides = SIDES

    def refusal(self) -> ValueProblem:
        return ValueProblem("value-not-an-image")

    def check(self, kind: Any, size: Any) -> None:
        if kind in APPLE_TYPES:
            raise ValueProblem("value-image-heic")
        if kind not in TYPES:
            raise ValueProblem("value-image-type")
        if isinstance(size, int | float) and size > self.largest:
            raise ValueProblem("value-image-too-large", megabytes=self.largest // 1024**2)
