"""A file of any kind, or several."""

from __future__ import annotations

import re
from typing import Any, Final

from backend.fields.blob_reference import BlobReference
from backend.fields.problems import ValueProblem

_TYPE: Final = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,99}/[a-z0-9][a-z0-9!#$&^_.+-]{0,99}")


class File(BlobReference):
    """A reference to a file. What its type says is its sender's word: nothing is ever run by it."""

    id = "file"
    largest = 25 * 1024 * 1024

    def refusal(self) -> ValueProblem:
        return ValueProblem("value-not-a-file")

    def check(self, kind: Any, size: Any) -> None:
        if not isinstance(kind, str) or not _TYPE.fullmatch(kind):
            raise self.refusal()
        if isinstance(size, int | float) and not isinstance(size, bool):
            if size == 0:
                raise ValueProblem("value-file-empty")
            if size > self.largest:
                raise ValueProblem("value-file-too-large", megabytes=self.largest // 1024**2)
