"""What a device is told when something cannot be done: the problem, and what it is to do about it."""

from __future__ import annotations

import logging
from typing import Any
from uuid import uuid4

from backend.errors import AppError, SignInRequired, TooMany, Unavailable

NO_REQUEST = -1
"""The ``id`` of a refusal whose request could not be read as far as its own."""

_log = logging.getLogger(__name__)

_REMEDIES = {
    "protocol-version": "update",
    "cloned-device": "new_device",
    "unknown-device": "new_device",
    "change-number-reused": "new_device",
    "bad-cursor": "restart",
    "epoch-over": "restart",
    "plan-outdated": "restart",
    "page-outdated": "restart",
    "change-number-gap": "retry",
}


def refusal(error: Exception, request: int) -> dict[str, Any]:
    """Return the refusal for a failure; an unexpected one says nothing but its number in the log."""
    if isinstance(error, AppError):
        return {"type": "refusal", "id": request, "problem": error.problem(), "remedy": _remedy(error)}
    incident = uuid4().hex[:12]
    _log.error("incident %s on the channel", incident, exc_info=error)
    problem = {"code": "unexpected", "arguments": {"incident": incident}}
    return {"type": "refusal", "id": request, "problem": problem, "remedy": "retry"}


def _remedy(error: AppError) -> str:
    if isinstance(error, SignInRequired):
        return "sign_in"
    if isinstance(error, Unavailable | TooMany):
        return "retry"
    return _REMEDIES.get(error.code, "stop")
