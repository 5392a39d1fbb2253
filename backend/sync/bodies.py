"""The body of a change: what binds its answer to it, and how large and how deep it may be.

No value that a field takes is nested as deep as an act may be. What is deeper is refused with an outcome, as
everything is, and bound to it all the same: JSON is read here to 1024 levels and written to 254.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from backend.errors import Invalid, TooLarge
from backend.sync import limits


def body_hash(change: Mapping[str, Any]) -> str:
    """Return what binds the answer to the question: equal for equal changes, however they are spelled.

    In which epoch it was made is said of a change that is sent again after that epoch, and is no part of it.
    """
    body = {key: value for key, value in change.items() if key != "epoch"}
    try:
        digest = hashlib.sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS))
    except orjson.JSONEncodeError:
        digest = hashlib.sha256()
        for token in _tokens(body):
            digest.update(token)
    return digest.hexdigest()


def check_body(change: Mapping[str, Any]) -> None:
    """Refuse a change that no record can hold.

    :raises Invalid: ``value-too-deep``, or ``value-bad-text`` with the field
    :raises TooLarge: ``record-too-large``
    """
    for act in change["acts"]:
        place = {"entity": act["entity"], "record": act["record"]}
        written = _written(act)
        # No deeper than it has brackets: nearly all have few, and only the others are looked through.
        brackets = written.count(b"{") + written.count(b"[") if written is not None else 0
        if written is None or (brackets >= limits.LEVELS and _too_deep(act)):
            raise Invalid("value-too-deep", **place, max_levels=limits.LEVELS)
        if len(written) > limits.RECORD_BYTES:
            raise TooLarge("record-too-large", max_bytes=limits.RECORD_BYTES)
        # No text field takes it and no database keeps it: nor as a value seen before, or of what is gone.
        place_of_nul = _nul(act) if rb"\u0000" in written else None
        if place_of_nul is not None:
            raise Invalid("value-bad-text", field=_field_with_nul(act), **place, place=place_of_nul)


def _written(act: Mapping[str, Any]) -> bytes | None:
    """Return an act as JSON; None: deeper than can be written."""
    try:
        return orjson.dumps(act)
    except orjson.JSONEncodeError:
        return None


def _nul(body: Any) -> int | None:
    """Return which character of a text is U+0000."""
    waiting = [body]
    while waiting:
        match waiting.pop():
            case str() as text:
                if "\0" in text:
                    return text.index("\0") + 1
            case dict() as one:
                waiting += [*one, *one.values()]
            case list() as one:
                waiting += one
    return None


def _field_with_nul(act: Mapping[str, Any]) -> str | None:
    values = {**(act.get("values") or {}), **(act.get("edits") or {})}
    return next((name for name, value in values.items() if _nul(value) is not None), None)


def _too_deep(body: Any) -> bool:
    level = [body]
    for _ in range(limits.LEVELS):
        level = [part for one in level for part in _parts(one)]
        if not level:
            return False
    return True


def _parts(one: Any) -> Iterator[Any]:
    """Yield what stands in an object or an array."""
    match one:
        case dict():
            yield from one.values()
        case list():
            yield from one


class _End:
    """The end of an object or array among what waits to be spelled."""


def _tokens(body: Any) -> Iterator[bytes]:
    """Spell a body without calling oneself, keys sorted; its scalars are JSON, so no two bodies are alike."""
    waiting = [body]
    while waiting:
        match waiting.pop():
            case _End():
                yield b")"
            case dict() as one:
                yield b"{"
                waiting.append(_End())
                for key in sorted(one, reverse=True):
                    waiting += [one[key], key]
            case list() as one:
                yield b"("
                waiting += [_End(), *reversed(one)]
            case scalar:
                yield orjson.dumps(scalar) + b","
