"""One line of the log for each thing that a device asks: with what result, how long it took, whose device.

``sync ask=push over=http result=outcomes ms=12 device=… applied=3 rejected=1 error=-``. It is made of the
protocol's own words, numbers and ids: nothing of what was sent, so no line holds a value of anybody's.
"""

from __future__ import annotations

import logging
import re
import sys
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

_ID: Final = re.compile("[0-9a-f-]{36}")

log = logging.getLogger(__name__)


def switch_on() -> None:
    """Write the lines to the standard error of this process, beside its warnings."""
    log.setLevel(logging.INFO)
    if not log.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        log.addHandler(handler)


def tell(
    *,
    kind: str | None,
    over: str,
    raw: Mapping[str, Any],
    reply: Mapping[str, Any],
    seconds: float,
    error: Exception | None,
) -> None:
    """Tell of one message that was answered.

    :param kind: the type that was asked, None where it was not one that there is
    :param over: ``http`` or ``socket``
    :param error: what kept it from being answered; its type is told where it was not expected
    """
    if not log.isEnabledFor(logging.INFO):
        return
    device = raw.get("device")
    named = device if isinstance(device, str) and _ID.fullmatch(device) else "-"
    problem = (reply.get("problem") or {}).get("code", "-")
    statuses = Counter(outcome["status"] for outcome in reply.get("outcomes") or ())
    statuses.update({"settled": len(reply.get("settled") or ())})
    counted = "".join(f" {status}={count}" for status, count in sorted(statuses.items()) if count)
    if problem == "unexpected" and error is not None:
        problem = f"unexpected/{type(error).__name__}"
    log.info(
        "sync ask=%s over=%s result=%s ms=%.0f device=%s%s error=%s",
        kind or "-", over, reply["type"], seconds * 1000, named, counted, problem,
    )  # fmt: skip
