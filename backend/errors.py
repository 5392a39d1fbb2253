"""The expected failures, and when to raise each.

Services raise these; one place (:mod:`backend.web.problems` for HTTP, the channel for its own replies)
turns them into problems. An error carries a stable kebab-case code and plain arguments, never a
sentence: each end renders ``problem.<code>`` and ``problem.<code>.remedy`` from the catalogue.
"""

from __future__ import annotations

import re
from typing import Any, ClassVar


class AppError(Exception):
    """A failure that a caller can act on.

    Arguments are JSON values named in snake_case here and in camelCase on the wire and in sentences.
    They must hold nothing that the person asking may not read.
    """

    status: ClassVar[int] = 400

    def __init__(self, code: str, *, field: str | None = None, **arguments: Any) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.arguments: dict[str, Any] = {_camel(name): value for name, value in arguments.items()}

    def problem(self) -> dict[str, Any]:
        """Return the wire shape (:class:`backend.protocol.problems.Problem`) without sentences."""
        problem: dict[str, Any] = {"code": self.code, "arguments": self.arguments}
        if self.field is not None:
            problem["field"] = self.field
        return problem

    def __str__(self) -> str:
        details = [f"{name}={value!r}" for name, value in self.arguments.items()]
        if self.field is not None:
            details.insert(0, f"field={self.field!r}")
        return f"{self.code} ({', '.join(details)})" if details else self.code


class Invalid(AppError):
    """The request was understood and its content breaks a rule: name the ``field`` to blame."""

    status = 422


class Malformed(AppError):
    """The request does not have the shape that was promised: not JSON, a missing key, an unknown type."""

    status = 400


class SignInRequired(AppError):
    """Nobody is signed in, or the session has ended."""

    status = 401


class Forbidden(AppError):
    """The person may know that the thing exists and still not do this to it."""

    status = 403


class NotFound(AppError):
    """There is no such thing, or the person may not know that there is: never tell the two apart."""

    status = 404


class Conflict(AppError):
    """The request was right and another write came first, or the value is already taken."""

    status = 409


class PreconditionFailed(AppError):
    """The version that the caller saw is not the current one."""

    status = 412


class TooLarge(AppError):
    """A body, record, file or message is over its limit: name the limit in the arguments."""

    status = 413


class PreconditionRequired(AppError):
    """A write came without the version that it was based on."""

    status = 428


class TooMany(AppError):
    """Too many attempts; ``retry_after`` is in seconds and becomes the Retry-After header."""

    status = 429

    def __init__(self, code: str, *, retry_after: int, field: str | None = None, **arguments: Any) -> None:
        super().__init__(code, field=field, retry_after=retry_after, **arguments)
        self.retry_after = retry_after


class Unavailable(AppError):
    """The server cannot do this now and the same request may succeed later."""

    status = 503


class SetupError(AppError):
    """The installation cannot start or run as it is set up: shown on the console, never to a browser."""

    status = 500


def _camel(name: str) -> str:
    return re.sub(r"_([a-z0-9])", lambda match: match[1].upper(), name)
