"""A picture, or several: references to blobs.

The bytes travel on their own; here is what a record says about them.
"""

from __future__ import annotations

import re
from typing import Any, Final

from backend.fields.contract import Column, FieldType, Kind
from backend.fields.definition import Field
from backend.fields.plain_text import text_of
from backend.fields.problems import ValueProblem
from backend.fields.record_id import id_of

TYPES: Final = ("image/jpeg", "image/png", "image/webp")
APPLE_TYPES: Final = ("image/heic", "image/heif")
LARGEST: Final = 20 * 1024 * 1024
MOST: Final = 20
WIDEST: Final = 32_767
_NEEDED: Final = {"blob", "name", "type", "size", "sha256"}
_ALLOWED: Final = _NEEDED | {"width", "height"}
_SHA256: Final = re.compile("[0-9a-f]{64}")

Reference = dict[str, Any]


def _whole(number: Any, largest: int) -> int | None:
    if isinstance(number, bool) or not isinstance(number, int | float) or not 1 <= number <= largest:
        return None
    return int(number) if number == int(number) else None


def reference_of(wire: Any) -> Reference:
    """Read the reference to one picture.

    Raises:
        ValueProblem: not a reference, too large a picture, or of a type that browsers do not all show.
    """
    if not isinstance(wire, dict) or not _NEEDED <= wire.keys() <= _ALLOWED:
        raise ValueProblem("value-not-an-image")
    kind, size, digest = wire["type"], wire["size"], wire["sha256"]
    if kind in APPLE_TYPES:
        raise ValueProblem("value-image-heic")
    if kind not in TYPES:
        raise ValueProblem("value-image-type")
    if isinstance(size, int | float) and size > LARGEST:
        raise ValueProblem("value-image-too-large", megabytes=LARGEST // 1024**2)
    name = text_of(wire["name"], maximum=200)
    reference = {
        "blob": id_of(wire["blob"]),
        "name": name and name.replace("/", "_").replace("\\", "_"),
        "type": kind,
        "size": _whole(size, LARGEST),
        "sha256": digest if isinstance(digest, str) and _SHA256.fullmatch(digest) else None,
    }
    for side in ("width", "height"):
        if wire.get(side) is not None:
            reference[side] = _whole(wire[side], WIDEST)
    if None in reference.values():
        raise ValueProblem("value-not-an-image")
    return reference


class Image(FieldType[Any]):
    """A reference, or with ``several`` a list of at most twenty, each blob once."""

    id = "image"

    def columns(self, field: Field) -> tuple[Column, ...]:
        return (Column(Kind.JSON),)

    def parse(self, wire: Any, field: Field) -> Reference | list[Reference] | None:
        if wire is None:
            return None
        if not field.several:
            return reference_of(wire)
        if not isinstance(wire, list):
            raise ValueProblem("value-not-an-image")
        if len(wire) > MOST:
            raise ValueProblem("value-too-many", maximum=MOST)
        references = [reference_of(one) for one in wire]
        if len({one["blob"] for one in references}) < len(references):
            raise ValueProblem("value-not-an-image")
        return references or None

    def sort_key(self, value: Any, field: Field) -> Any:
        return value is not None
