"""References to blobs, one or several: what pictures, signatures and files have in common.

The bytes travel on their own; here is what a record says about them.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar, Final

from backend.fields.contract import Column, FieldType, Kind
from backend.fields.definition import Field
from backend.fields.plain_text import text_of
from backend.fields.problems import ValueProblem
from backend.fields.record_id import id_of

MOST: Final = 20
WIDEST: Final = 32_767
SIDES: Final = ("width", "height")
_NEEDED: Final = {"blob", "name", "type", "size", "sha256"}
_SHA256: Final = re.compile("[0-9a-f]{64}")

Reference = dict[str, Any]


class BlobReference(FieldType[Any]):
    """A reference, or with ``several`` a list of at most twenty, each blob once."""

    largest: ClassVar[int]
    """In bytes."""
    sides: ClassVar[tuple[str, ...]] = ()
    """What may be said of it besides, as numbers."""

    @abstractmethod
    def refusal(self) -> ValueProblem:
        """Return what is said of something that is no such reference."""

    @abstractmethod
    def check(self, kind: Any, size: Any) -> None:
        """Check the media type, and a size that may be no number.

        Raises:
            ValueProblem: it is not one that the field takes.
        """

    def columns(self, field: Field) -> tuple[Column, ...]:
        return (Column(Kind.JSON),)

    def parse(self, wire: Any, field: Field) -> Reference | list[Reference] | None:
        if wire is None:
            return None
        if not field.several:
            return self._one(wire)
        if not isinstance(wire, list):
            raise self.refusal()
        if len(wire) > MOST:
            raise ValueProblem("value-too-many", maximum=MOST)
        references = [self._one(one) for one in wire]
        if len({one["blob"] for one in references}) < len(references):
            raise self.refusal()
        return references or None

    def search_text(self, value: Any, field: Field) -> str:
        references = value if isinstance(value, list) else [value] if value else []
        return " ".join(one["name"] for one in references)

    def sort_key(self, value: Any, field: Field) -> Any:
        return value is not None

    def _one(self, wire: Any) -> Reference:
        if not isinstance(wire, dict) or not _NEEDED <= wire.keys() <= _NEEDED | set(self.sides):
            raise self.refusal()
        self.check(wire["type"], wire["size"])
        reference = self._read(wire)
        if None in reference.values():
            raise self.refusal()
        return reference

    def _read(self, wire: Mapping[str, Any]) -> Reference:
        """Read the parts; those that are none become None."""
        name, digest = text_of(wire["name"], maximum=200), wire["sha256"]
        reference = {
            "blob": id_of(wire["blob"]),
            "name": name and name.replace("/", "_").replace("\\", "_"),
            "type": wire["type"],
            "size": _whole(wire["size"], self.largest),
            "sha256": digest if isinstance(digest, str) and _SHA256.fullmatch(digest) else None,
        }
        sides = {side: _whole(wire[side], WIDEST) for side in self.sides if wire.get(side) is not None}
        return reference | sides


def _whole(number: Any, largest: int) -> int | None:
    if isinstance(number, bool) or not isinstance(number, int | float) or not 1 <= number <= largest:
        return None
    return int(number) if number == int(number) else None
