"""The server as who drives a long run has it: started by a fork, asked by a pipe, killed, started again."""

from __future__ import annotations

import contextlib
import os
import signal
from collections import Counter
from collections.abc import Mapping
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any

from tests.simulation.long.crashes import Crash
from tests.simulation.long.serving import Answered, Asked, Serving
from tests.simulation.office import Lost, Reply

ANSWER_SECONDS = 60


class Server:
    """One server process. ``armed``: what its next request may come to grief at.

    ``forks``: not while the application is being warmed, when this process answers itself.
    """

    def __init__(self, serving: Serving, tally: Counter[str], passed: Counter[str], *, forks: bool) -> None:
        self._serving, self._tally, self._passed, self._forks = serving, tally, passed, forks
        self._process = 0
        self._pipe: Connection | None = None
        self.armed: Crash | None = None
        self.kills = 0

    def start(self) -> None:
        """Start it unless it runs."""
        if self._pipe is not None or not self._forks:
            return
        mine, its = Pipe()
        process = os.fork()
        if process == 0:
            mine.close()
            self._serving.serve(its)
        its.close()
        self._process, self._pipe = process, mine

    def kill(self) -> None:
        """End it at once."""
        if self._pipe is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._process, signal.SIGKILL)
            self._ended()

    def _ended(self) -> None:
        assert self._pipe is not None
        self._pipe.close()
        os.waitpid(self._process, 0)
        self._pipe = None
        self.kills += 1

    def request(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Reply:
        """Let it answer a request.

        :raises Lost: when it came to its end before
        """
        answered = self._ask(Asked(method, path, headers, body, {}, self.armed))
        return Reply(answered.status, answered.headers, answered.body)

    def console(self, command: str, **arguments: Any) -> Any:
        """Let somebody at the server do something.

        :raises Lost: when it came to its end before
        """
        return self._ask(Asked("CONSOLE", command, {}, b"", arguments, self.armed)).result

    def _ask(self, asked: Asked) -> Answered:
        if not self._forks:
            return self._serving.answer(asked)
        if self._pipe is None:
            raise Lost("the server is down")
        crash = asked.crash
        try:
            self._pipe.send(asked)
            if not self._pipe.poll(ANSWER_SECONDS):
                raise AssertionError(f"the server did not answer {asked}")
            answered: Answered = self._pipe.recv()
        except (EOFError, OSError) as error:
            self._ended()
            assert crash is not None, f"the server ended at {asked}"
            assert crash.how == "kill", f"the server ended at {asked}"
            self._count(crash)
            raise Lost(str(error)) from error
        self._passed.update(answered.passed)
        if answered.fired and crash is not None:
            self._count(crash)
        if answered.status == 0:
            raise Lost("the server died")
        return answered

    def _count(self, crash: Crash) -> None:
        self.armed = None
        self._tally[f"server crash: {crash.how} {crash.when}"] += 1
        self._passed[f"{crash.when} {crash.point}"] += 1
