"""What a REST view takes and gives, declared once: checked in, written out, and documented from.

``@speaks(takes=…, gives=…)`` loads the JSON body by its shape into the argument ``body`` and the query
string into ``query``; a body that does not fit is refused with its place. What the view returns is
written by ``gives``: an object, or ``(object, headers)``; a :class:`flask.Response` passes as it is.
``scripts/openapi.py`` reads the declarations from the url map.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final

from flask import Response, request
from marshmallow import Schema, ValidationError

from backend.errors import Malformed
from backend.web.fresh import fresh

JSON_BYTES: Final = 512 * 1024
"""The largest JSON body: it is read between all other requests, and they wait. Pictures come otherwise."""

View = Callable[..., Any]


@dataclass(frozen=True, kw_only=True)
class Speech:
    """The declaration of one view."""

    takes: type[Schema] | None
    gives: type[Schema] | None
    query: type[Schema] | None
    many: bool
    status: int
    headers: tuple[str, ...]
    media: tuple[str, ...]


def speaks(
    *,
    takes: type[Schema] | None = None,
    gives: type[Schema] | None = None,
    query: type[Schema] | None = None,
    many: bool = False,
    status: int = 200,
    headers: tuple[str, ...] = (),
    media: tuple[str, ...] = (),
) -> Callable[[View], View]:
    """Declare the shapes of a view.

    :param many: the reply is a list of ``gives``.
    :param headers: names of the request headers that the view reads, for the document
    :param media: types of a reply that is a file
    """
    speech = Speech(
        takes=takes, gives=gives, query=query, many=many, status=status, headers=headers, media=media
    )

    def declare(view: View) -> View:
        @wraps(view)
        def speaking(**arguments: Any) -> Response:
            if speech.takes is not None:
                arguments["body"] = loaded(speech.takes, _json())
            if speech.query is not None:
                arguments["query"] = loaded(speech.query, request.args.to_dict())
            return _reply(speech, view(**arguments))

        speaking.speech = speech  # type: ignore[attr-defined]
        return speaking

    return declare


def loaded(shape: type[Schema], document: Any) -> Any:
    """Load a document by its shape.

    Raises :class:`Malformed` with the first place that does not fit.
    """
    try:
        return shape().load(document)
    except ValidationError as error:
        place, reason = _first(error.messages)
        raise Malformed("malformed-at", field=place or None, place=place, reason=reason) from None


def _json() -> Any:
    if not request.is_json:
        raise Malformed("not-json")
    request.max_content_length = min(JSON_BYTES, request.max_content_length or JSON_BYTES)
    return request.get_json()


def _first(messages: Any) -> tuple[str, str]:
    path: list[str] = []
    while isinstance(messages, Mapping) and messages:
        name, messages = next(iter(messages.items()))
        if name != "_schema":
            path.append(str(name))
    return ".".join(path), str(messages[0] if isinstance(messages, list) and messages else messages)


def _reply(speech: Speech, result: Any) -> Response:
    if isinstance(result, Response):
        return result
    result, headers = result if isinstance(result, tuple) else (result, {})
    if speech.gives is None:
        reply = Response(status=204 if speech.status == 200 else speech.status)
    else:
        reply = fresh(speech.gives(many=speech.many).dump(result), speech.status)
    reply.headers.update(headers)
    return reply
