"""Cursors, plans and page marks: opaque to the device, signed, and good for one device only.

A device gives back what it was given and cannot make one up: the signature covers what kind of mark it is
and for which device. Whatever does not fit is refused alike, and the device starts again by a plan.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from dataclasses import astuple, dataclass
from typing import TypeVar

import orjson

from backend.errors import Malformed
from backend.records.conflicts import FIRST

_SIGNATURE = 16


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a device has come, and on what terms."""

    epoch: str
    head: int
    generation: int
    scope_key: str
    """The terms of the scope (:attr:`backend.offline.scope.Scope.key`)."""
    standing: str = ""
    """What the device was last told of where its user stands; empty: nothing yet."""
    whole: bool = False
    """Made by a plan: pages of the plan may have passed over records that were away for a moment, so the
    first pull from here sends every record that changed since, however small the change."""
    reached: int | None = None
    """The stage of a first copy up to which the device has come; None: to the last one."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where the next page of a pull begins, and the ground that the pages before stand on."""

    cursor: str
    """The cursor that the pull began with."""
    generation: int
    """The generation on its way; 0: no page has changed membership yet."""
    scope_key: str
    head: int
    """The head when the pull began: a rescope that was marked since is not in what it aims at."""
    comparing: bool
    """Whole sets are compared, entity by entity in order of ``rid``; otherwise the stream is followed."""
    rescoped: bool
    entity: str
    rid: int
    seq: int
    every: bool = False
    """Whether all conflicts that are open are told, not only what is new of them."""
    told_seq: int = FIRST.seq
    told_id: str = FIRST.id
    """How far they are: they come after the records."""


M = TypeVar("M", Cursor, Mark)


class Seal:
    """Signs marks with the installation's key."""

    def __init__(self, key: bytes) -> None:
        self._key = hmac.digest(key, b"sync marks", "sha256")

    def cursor(self, device: str, cursor: Cursor) -> str:
        """Return a cursor as it travels."""
        return self._close("cursor", device, cursor)

    def open_cursor(self, device: str, text: str) -> Cursor:
        """Read a cursor of ``device``.

        :raises Malformed: ``bad-cursor``
        """
        return self._open("cursor", device, text, Cursor)

    def plan(self, device: str, cursor: Cursor) -> str:
        """Return the plan that leads to a cursor."""
        return self._close("plan", device, cursor)

    def open_plan(self, device: str, text: str) -> Cursor:
        """Read a plan of ``device``.

        :raises Malformed: ``bad-cursor``
        """
        return self._open("plan", device, text, Cursor)

    def mark(self, device: str, mark: Mark) -> str:
        """Return the mark of a next page."""
        return self._close("page", device, mark)

    def open_mark(self, device: str, text: str) -> Mark:
        """Read a mark of ``device``.

        :raises Malformed: ``bad-cursor``
        """
        return self._open("page", device, text, Mark)

    def _close(self, kind: str, device: str, mark: Cursor | Mark) -> str:
        body = orjson.dumps(astuple(mark))
        return base64.urlsafe_b64encode(self._sign(kind, device, body) + body).rstrip(b"=").decode()

    def _open(self, kind: str, device: str, text: str, shape: type[M]) -> M:
        try:
            sealed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
            signature, body = sealed[:_SIGNATURE], sealed[_SIGNATURE:]
            if hmac.compare_digest(signature, self._sign(kind, device, body)):
                return shape(*orjson.loads(body))
        except (binascii.Error, ValueError, TypeError):
            pass
        raise Malformed("bad-cursor")

    def _sign(self, kind: str, device: str, body: bytes) -> bytes:
        message = b"\n".join((kind.encode(), device.encode(), body))
        return hmac.digest(self._key, message, "sha256")[:_SIGNATURE]
