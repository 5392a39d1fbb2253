"""Sums of records: 256 numbers that are equal at both ends where the records are, in whatever order. Pure.

A record counts by its id, its version and the names of the fields that it has a value of, the reserved ones
included: what the device should not have makes as much of a difference as what it lacks. Its bucket comes
from its id alone, so that the two ends disagree about a record in one place only. Both ends compute
``tests/vectors/verify.json``.
"""

from __future__ import annotations

from collections.abc import Iterable

from xxhash import xxh64_intdigest

BUCKETS = 256
DIGITS = 16
_WHOLE = 2**64


def bucket_of(identity: str) -> int:
    """Return the bucket of a record: the end of its id, which is random in every id that is made here."""
    return int(identity[-2:], 16)


def mask_of(names: Iterable[str]) -> str:
    """Return the names of fields as they are counted."""
    return ",".join(sorted(names))


class Sums:
    """The sums of one entity."""

    def __init__(self) -> None:
        self._sums = [0] * BUCKETS
        self.count = 0

    def add(self, identity: str, version: int, mask: str) -> None:
        """Count one record; ``mask`` as :func:`mask_of` gives it."""
        digest = xxh64_intdigest(f"{identity}\n{version}\n{mask}".encode())
        self._sums[int(identity[-2:], 16)] += digest
        self.count += 1

    @property
    def text(self) -> str:
        """The sums as they travel: 16 hexadecimal digits a bucket; empty for no record at all."""
        if not self.count:
            return ""
        return "".join(format(one % _WHOLE, "016x") for one in self._sums)

    def differing(self, text: str) -> list[int]:
        """Return the buckets that are not as another end says."""
        said = text or "0" * DIGITS * BUCKETS
        own = self.text or "0" * DIGITS * BUCKETS
        return [
            bucket
            for bucket in range(BUCKETS)
            if own[bucket * DIGITS : (bucket + 1) * DIGITS] != said[bucket * DIGITS : (bucket + 1) * DIGITS]
        ]
