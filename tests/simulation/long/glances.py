"""What a phone last showed, and what of it is new: most of it stays as it is from step to step.

In place of what it has said before a phone says where that stood (``frontend/simulation/glances.ts``).
Nothing moves on a phone whose engine is stopped: it need not be asked again until its user does something.
"""

from __future__ import annotations

from typing import Any

READINGS = ("glance", "records", "outbox", "conflicts")
STOPPING = ("stop", "reload")
"""Commands behind which a client does nothing of itself."""
MOVING = ("adopt", "begin", "sync", "rest", "hold", "accept", "decline", "acknowledge")
"""Commands behind which it may."""

Glance = dict[str, Any]


class Glances:
    """The last glance at a phone."""

    def __init__(self) -> None:
        self._before: Glance = {}
        self._last: Glance | None = None
        self._is_still = False

    def known(self, asked: dict[str, Any]) -> Any:
        """Return the answer to a reading if nothing has happened since the last glance, or None."""
        if self._last is None:
            return None
        match asked["command"]:
            case "glance":
                return {**self._last}
            case "records":
                return self._last["shown"].get(asked["entity"])
            case "outbox" | "conflicts" as name:
                return self._last[name]
        return None

    def asked(self, command: str) -> None:
        """Take note of a command to a phone."""
        if command in READINGS:
            return
        self._last = None
        self._is_still = command in STOPPING or (self._is_still and command not in MOVING)

    def seen(self, told: Glance) -> Glance:
        """Return a glance whole."""
        glance = {**told}
        for name in ("stored", "shown"):
            before = self._before.get(name, {})
            glance[name] = {entity: _whole(before.get(entity, []), one) for entity, one in told[name].items()}
        for name in ("conflicts", "outbox"):
            glance[name] = _whole(self._before.get(name, []), told[name])
        self._before = glance
        self._last = glance if self._is_still else None
        return {**glance}


def _whole(before: list[Any], told: list[Any]) -> list[Any]:
    return [before[one] if isinstance(one, int) else one for one in told]
