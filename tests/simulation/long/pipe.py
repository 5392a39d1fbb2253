"""Many phones in one Node process: commands go in by a pipe, and their requests to the office come out."""

from __future__ import annotations

import base64
import os
import select
import subprocess
from pathlib import Path
from typing import Any, Protocol

import orjson

from tests.simulation.network import Request
from tests.simulation.office import Reply

ANSWER_SECONDS = 60_000


class Takes(Protocol):
    """What stands between a phone and the office: see :class:`tests.simulation.network.Network`."""

    def exchange(self, request: Request) -> tuple[Reply | None, int | None]: ...


class Held(Exception):
    """A reply is kept back: who sent the request waits."""


class Pipe:
    """The process, and the networks of the phones in it."""

    def __init__(self, script: Path) -> None:
        self.networks: dict[str, Takes] = {}
        self._process = subprocess.Popen(
            ["node", str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
        )
        assert self._process.stdout is not None
        assert self._process.stdin is not None
        self._in, self._out = self._process.stdin, self._process.stdout.fileno()
        self._readable = select.poll()
        self._readable.register(self._out, select.POLLIN | select.POLLHUP)
        self._read = bytearray()
        self.last_fetch = 0
        """The number of the request that came last."""

    def ask(self, client: str, command: dict[str, Any]) -> dict[str, Any]:
        """Give a phone one command and return its answer; serve what phones ask of the office meanwhile."""
        self._say({"client": client, "ask": command})
        while True:
            line = self._line(client, command)
            if "answer" in line:
                answer: dict[str, Any] = line["answer"]
                return answer
            self._fetch(line)

    def forget(self) -> None:
        """End all phones."""
        self.networks.clear()
        self._say({"forget": True})

    def close(self) -> None:
        self._process.kill()
        self._process.wait(10)
        self._in.close()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def reply(self, fetch: int, reply: Reply | None, through: int | None = None) -> None:
        """Let a request have its reply, or the first bytes of it."""
        if reply is None:
            self._say({"fetched": fetch, "reply": None})
            return
        body = reply.body if through is None else reply.body[:through]
        told = {
            "status": reply.status, "headers": reply.headers, "cut": through is not None,
            "body": base64.b64encode(body).decode(),
        }  # fmt: skip
        self._say({"fetched": fetch, "reply": told})

    def _fetch(self, line: dict[str, Any]) -> None:
        network = self.networks.get(line["client"])
        if network is None:
            return  # of a phone that is gone
        self.last_fetch = line["fetch"]
        body = base64.b64decode(line["body"] or "")
        try:
            reply, through = network.exchange(Request(line["method"], line["path"], line["headers"], body))
        except Held:
            return
        self.reply(line["fetch"], reply, through)

    def _say(self, line: dict[str, Any]) -> None:
        self._in.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))

    def _line(self, client: str, command: dict[str, Any]) -> dict[str, Any]:
        while (end := self._read.find(b"\n")) < 0:
            if not self._readable.poll(ANSWER_SECONDS):
                raise AssertionError(f"{client} did not answer {command}")
            read = os.read(self._out, 1 << 20)
            assert read, f"the clients ended at {client} {command}"
            self._read += read
        line: dict[str, Any] = orjson.loads(self._read[:end])
        del self._read[: end + 1]
        return line
