"""JSON for Flask by orjson: bytes in, bytes out, instants as everywhere on the wire."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import orjson
from flask import Response
from flask.json.provider import JSONProvider

from backend.database.instants import format_instant


class OrjsonProvider(JSONProvider):
    """Decimals travel as strings and instants to the millisecond; anything unknown is refused."""

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        return _bytes(obj).decode()

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        return orjson.loads(s)

    def response(self, *args: Any, **kwargs: Any) -> Response:
        body = _bytes(self._prepare_response_obj(args, kwargs))
        return Response(body, mimetype="application/json")


def _bytes(value: Any) -> bytes:
    return orjson.dumps(value, default=_other, option=orjson.OPT_PASSTHROUGH_DATETIME)


def _other(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return format_instant(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    raise TypeError(f"not a JSON value: {type(value).__name__}")
