"""Whether a record may stand as it will: checks of one record that need nothing but itself."""

from __future__ import annotations

from typing import Final

import orjson

from backend.errors import AppError
from backend.records.work import Work

RECORD_BYTES: Final = 128 * 1024
"""The largest record, as JSON."""


def problem_of(work: Work) -> AppError | None:
    """Return why the record may not stand so, or None.

    A required field must be filled in a new record, and may not be emptied. That it was empty before it
    became required does not stand in the way of other edits, nor of bringing a deleted record back.
    """
    for name in work.layout.required:
        if name in work.after:
            continue
        if work.kind == "create" or name in work.written:
            return work.intent.refusal("value-required", field=name)
    if len(orjson.dumps(work.layout.wire(work.after))) > RECORD_BYTES:
        return work.intent.refusal("record-too-large", max_bytes=RECORD_BYTES)
    return None
