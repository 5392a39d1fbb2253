"""Metadata documents as plain JSON: read by their shape, compared, and made whole.

A key that holds null is as good as no key, everywhere. A *whole* document has every key
of its shape, with defaults filled in; designs are stored as their designer wrote them,
so that his copy and ours stay equal, and are made whole when they are read.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson
from marshmallow import Schema, ValidationError

from backend.errors import Malformed
from backend.protocol.shape import shared

DEEPEST = 40
"""Levels of a document; real ones have about ten."""
_MOST_KEPT = 16
_kept: dict[tuple[type[Schema], bytes], dict[str, Any]] = {}
_NOT_KEPT = re.compile("[\0\ud800-\udfff]")


def whole(shape: type[Schema], document: Any) -> dict[str, Any]:
    """Return ``document`` with every key of ``shape``.

    :raises Malformed: ``document-shape``, with the place as ``field``
    """
    check_text(document)
    schema = shared(shape)
    try:
        loaded = schema.load(_without_nulls(document))
    except ValidationError as error:
        place, reason = first_place(error.messages, document)
        raise Malformed("document-shape", field=place, place=place or "/", reason=reason) from None
    dumped: dict[str, Any] = schema.dump(loaded)
    return dumped


def kept_whole(shape: type[Schema], document: Any) -> dict[str, Any]:
    """Return what :func:`whole` does, from memory where the same was asked for lately.

    A design of some hundred fields takes a quarter of a second, and one request asks for it three times over.
    Nobody may change what comes.

    :raises Malformed: ``document-shape``, ``document-text``
    """
    try:
        key = shape, hashlib.sha256(orjson.dumps(document)).digest()
    except TypeError:
        # Half of a surrogate pair: what is wrong is said by whom it concerns.
        return whole(shape, document)
    known = _kept.get(key)
    if known is None:
        known = whole(shape, document)
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        _kept[key] = known
    return known


def first_place(messages: Any, document: Any) -> tuple[str, str]:
    """Return the place, by ids, and the reason of the first of marshmallow's messages."""
    place: list[str] = []
    while isinstance(messages, Mapping) and messages:
        key, messages = next(iter(messages.items()))
        if isinstance(document, Sequence) and not isinstance(document, str) and isinstance(key, int):
            document = document[key] if key < len(document) else None
            key = node_id(document) or key
        else:
            document = document.get(key) if isinstance(document, Mapping) else None
        if key != "_schema":
            place.append(str(key))
    reasons = messages if isinstance(messages, list) else [messages]
    return "/".join(place), str(reasons[0]) if reasons else ""


def node_id(node: Any) -> str | None:
    """Return what a node of a list is addressed by: its ``id``, or a text itself."""
    if isinstance(node, str):
        return node
    found = node.get("id") if isinstance(node, Mapping) else None
    return found if isinstance(found, str) else None


def same(a: Any, b: Any) -> bool:
    """Say whether two JSON values are equal: true is not 1, 1 is 1.0, a key with null is no key."""
    if isinstance(a, Mapping) and isinstance(b, Mapping):
        return all(same(a.get(key), b.get(key)) for key in a.keys() | b.keys())
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    return bool(a == b)


def nodes(value: Any) -> Iterator[Any]:
    """Give a JSON value and everything inside it."""
    yield value
    inside = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    for part in inside:
        yield from nodes(part)


def check_text(value: Any, depth: int = 0) -> None:
    """Refuse what a database could not give back.

    :raises Malformed: ``document-text`` for U+0000 or half of a surrogate pair, ``document-too-deep``
    """
    if depth > DEEPEST:
        raise Malformed("document-too-deep", deepest=DEEPEST)
    if isinstance(value, str):
        if _NOT_KEPT.search(value):
            raise Malformed("document-text")
    elif isinstance(value, Mapping):
        for key, part in value.items():
            check_text(key, depth)
            check_text(part, depth + 1)
    elif isinstance(value, list):
        for part in value:
            check_text(part, depth + 1)


def _without_nulls(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _without_nulls(part) for key, part in value.items() if part is not None}
    if isinstance(value, list):
        return [_without_nulls(part) for part in value]
    return value
