"""Crash points of the server: every statement that a request runs, before it and after it, and its commit.

A point is named after the request and what the statement does to which table: ``push: INSERT history``.
Where one is armed, the process that comes there ends (``kill``: at once, ``die``: as an error that nothing
catches), or the database says that it is ``busy``, and the transaction is done again.
"""

from __future__ import annotations

import os
import re
import signal
import sqlite3
from collections import Counter
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Engine, event
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.exc import OperationalError

When = Literal["before", "after"]
How = Literal["die", "kill", "busy"]
COMMIT = "COMMIT"
_NAMED = re.compile(
    r"\s*(?:(INSERT|REPLACE)[^(]*?INTO\s+|(UPDATE)\s+|(DELETE)\s+FROM\s+"
    r"|(CREATE|DROP|ALTER)\s+\w+(?:\s+\w+)*?\s+|(SAVEPOINT|RELEASE|ROLLBACK|BEGIN|PRAGMA)\b.*"
    r"|(SELECT|WITH)\b.*?\bFROM\s+)\"?(\w*)",
    re.DOTALL | re.IGNORECASE,
)


class Died(BaseException):
    """The process came to its end in the middle of a request: nothing may catch it and go on."""


@dataclass(frozen=True)
class Crash:
    """What happens at the next passage of a point."""

    point: str
    when: When
    how: How


class CrashPoints:
    """Listens to all statements of this process; counts those of a request; ends it where one is armed."""

    def __init__(self) -> None:
        self.passed: Counter[str] = Counter()
        self.fired = False
        self._request = ""
        self._armed: Crash | None = None
        self._known: dict[str, str] = {}
        event.listen(Engine, "before_cursor_execute", self._before)
        event.listen(Engine, "after_cursor_execute", self._after)
        self._commit = DefaultDialect.do_commit
        DefaultDialect.do_commit = lambda dialect, driver: self._commits(dialect, driver)  # type: ignore[method-assign]

    def begin(self, request: str, armed: Crash | None) -> None:
        """Count from here for a request, named ``push`` or the like."""
        self._request, self._armed = request, armed
        self.passed, self.fired = Counter(), False

    def end(self) -> None:
        self._request = ""

    def _before(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        name = self._name(statement)
        if self._request:
            self.passed[f"{self._request}: {name}"] += 1
        self._meet(name, "before")

    def _after(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        self._meet(self._name(statement), "after")

    def _commits(self, dialect: Any, driver: Any) -> None:
        if self._request:
            self.passed[f"{self._request}: {COMMIT}"] += 1
        self._meet(COMMIT, "before")
        self._commit(dialect, driver)
        self._meet(COMMIT, "after")

    def _meet(self, name: str, when: When) -> None:
        armed = self._armed
        if armed is None or not self._request or armed.when != when:
            return
        if armed.point != f"{self._request}: {name}":
            return
        self._armed, self.fired = None, True
        if armed.how == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if armed.how == "die":
            raise Died(armed.point)
        busy = sqlite3.OperationalError("database is locked")
        busy.sqlite_errorcode = sqlite3.SQLITE_BUSY
        raise OperationalError(None, None, busy)

    def _name(self, statement: str) -> str:
        found = self._known.get(statement)
        if found is None:
            found = self._known[statement] = named(statement)
        return found


def named(statement: str) -> str:
    """Return what a statement does, and to which table."""
    match = _NAMED.match(statement)
    if match is None:
        return (statement.split() or ["?"])[0].upper()
    *verbs, table = match.groups()
    verb = next(one for one in verbs if one).upper()
    return f"{verb} {table}".strip()
