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
    """Return what binds the answer to the question: equal for equal changes, however they are spelled."""
    try:
        digest = hashlib.sha256(orjson.dumps(change, option=orjson.OPT_SORT_KEYS))
    except orjson.JSONEncodeError:
        digest = hashlib.sha256()
        for token in _tokens(change):
            digest.update(token)
    return digest.hexdigest()


def check_body(change: Mapping[str, Any]) -> None:
    """Refuse a change that no record can hold.

    :raises Invalid: ``value-too-deep``
    :raises TooLarge: ``record-too-large``
    """
    for act in change["acts"]:
        if _too_deep(act):
            raise Invalid(
                "value-too-deep", entity=act["entity"], record=act["record"], max_levels=limits.LEVELS
            )
        if len(orjson.dumps(act)) > limits.RECORD_BYTES:
            raise TooLarge("record-too-large", max_bytes=limits.RECORD_BYTES)


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
