"""Failures as replies: one shape for all, with its sentence in the language of the request.

An unexpected failure says nothing but an incident number, which the log has too.
"""

from __future__ import annotations

import logging
from typing import Any
from uuid import uuid4

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, TooManyRequests

from backend.errors import AppError, TooMany
from backend.web.fresh import fresh
from backend.web.installation import installation

_log = logging.getLogger(__name__)

_CODES = {
    400: "malformed",
    401: "sign-in-required",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    413: "request-too-large",
    415: "not-json",
    429: "too-many-requests",
}


def register_problems(app: Flask) -> None:
    """Turn every exception of a request into a problem."""

    @app.errorhandler(AppError)
    def expected(error: AppError) -> Response:
        reply = problem_reply(error.problem(), error.status)
        if isinstance(error, TooMany):
            reply.headers["Retry-After"] = str(error.retry_after)
        return reply

    @app.errorhandler(HTTPException)
    def from_http(error: HTTPException) -> Response | HTTPException:
        status = error.code or 500
        if status < 400 or error.response is not None:
            return error
        arguments: dict[str, Any] = {}
        if status == 413:
            arguments["maxBytes"] = request.max_content_length
        reply = problem_reply({"code": _CODES.get(status, "malformed"), "arguments": arguments}, status)
        for name, value in error.get_headers():
            if name.lower() not in ("content-type", "content-length"):
                reply.headers[name] = value
        if isinstance(error, TooManyRequests) and error.retry_after is not None:
            reply.headers.setdefault("Retry-After", str(error.retry_after))
        return reply

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> Response:
        incident = uuid4().hex[:12]
        _log.error("incident %s: %s %s", incident, request.method, request.path, exc_info=error)
        return problem_reply({"code": "unexpected", "arguments": {"incident": incident}}, 500)


def problem_reply(problem: dict[str, Any], status: int) -> Response:
    """Return a problem as a reply, its sentences rendered for the person who asked."""
    described = {**problem, **installation().catalogue.describe(request_language(), problem)}
    return fresh(described, status)


def request_language() -> str:
    """Return the language to answer in: the person's choice, else what the browser prefers."""
    home = installation()
    chosen = home.preferred_language()
    return home.catalogue.negotiate([*([chosen] if chosen else []), *request.accept_languages.values()])
