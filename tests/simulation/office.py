"""The office of a simulation: a real server on SQLite, which can be killed and put back to its first day.

Everything that goes up to it passes :meth:`Office.carry`, one request after the other, so the oracle hears of
changes in the order in which the server took them.
"""

from __future__ import annotations

import contextlib
import copy
import http.client
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.simulation.oracle import Dispute, Expected, Oracle
from tests.simulation.organisation import PEOPLE, SECRET_KEY, Seat
from tests.simulation.pushed import Had, Pushed
from tests.simulation.waiting import REFUSED, Line

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 30.0
_WIRE = {"blocked_by": "blockedBy"}
_HOP_HEADERS = {"connection", "keep-alive", "accept-encoding", "transfer-encoding", "content-length"}


@dataclass(frozen=True)
class Backup:
    """The database as it was, and what it must hold."""

    file: Path
    oracle: Oracle
    pushed: dict[tuple[str, int], Pushed]
    lines: dict[str, Line]


@dataclass(frozen=True)
class Reply:
    """An answer of the server."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body) if self.body else None


class Lost(Exception):
    """The server did not answer."""


@dataclass
class Office:
    """A server process on a data folder, and what it must hold."""

    template: Path
    data: Path
    seats: Mapping[str, Seat]
    port: int = 0
    oracle: Oracle = field(init=False)
    pushed: dict[tuple[str, int], Pushed] = field(default_factory=dict)
    unsure: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    """Pushes of which nobody knows whether the server took them: it was killed."""
    lines: defaultdict[str, Line] = field(default_factory=lambda: defaultdict(Line))
    """Device → its refused and waiting changes."""
    failures: list[str] = field(default_factory=list)
    kills: int = 0
    _had: Had = field(default_factory=Had)

    def __post_init__(self) -> None:
        shutil.copytree(self.template, self.data)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.RLock()
        self._csrf: str | None = None
        self.oracle = Oracle(self.value("SELECT coalesce(max(head), 0) FROM stream"))

    # The process

    def start(self) -> None:
        """Start the server unless it runs, wait for it, and find out what it took before it fell."""
        if self._process is not None and self._process.poll() is None:
            return
        settings = ROOT / "backend" / "gunicorn_settings.py"
        command = [sys.executable, "-m", "gunicorn", "--config", str(settings)]
        command += ["--bind", f"127.0.0.1:{self.port}", "tests.simulation.application:app"]
        with self.data.with_suffix(".log").open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=self._environment(), stdout=log, stderr=log, start_new_session=True
            )
        self._await_answer()
        self._reconcile()

    def _environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "DATA": str(self.data), "DEMO": "0",
            "SECRET_KEY": SECRET_KEY, "PYTHONPATH": str(ROOT),
        }  # fmt: skip

    def kill(self) -> None:
        """End the server at once, as a power cut would."""
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(20)
            self.kills += 1

    def backup(self) -> Backup:
        """Take a backup of the running database."""
        with self._lock, self._connected() as database:
            file = self.data.with_name(f"backup {uuid.uuid4().hex}.db")
            with contextlib.closing(sqlite3.connect(file)) as target:
                database.backup(target)
            state = copy.deepcopy((self.oracle, self.pushed, self.lines))
            return Backup(file, *state)

    def put_back(self, backup: Backup) -> None:
        """Kill the server, put the database back to a backup, say so, and start it again."""
        past = self.value("SELECT epoch FROM stream")
        with self._lock:
            self.kill()
            for end in ("", "-wal", "-shm"):
                (self.data / f"satchel.db{end}").unlink(missing_ok=True)
            shutil.copy(backup.file, self.data / "satchel.db")
            subprocess.run(
                [sys.executable, "-m", "backend.cli", "restored"], cwd=ROOT, env=self._environment(),
                check=True, capture_output=True, timeout=60,
            )  # fmt: skip
            state = copy.deepcopy((backup.oracle, backup.pushed, backup.lines))
            self.oracle, self.pushed, lines = state
            self.lines = defaultdict(Line, lines)
            self.oracle.begin_epoch(past)
            self.unsure = []
        self.start()

    def reset(self) -> None:
        """Put the data back to the first day; the server runs on."""
        with sqlite3.connect(self.data / "satchel.db", timeout=20) as database:
            database.execute("ATTACH ? AS template", (str(self.template / "satchel.db"),))
            tables = database.execute(
                "SELECT name FROM template.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            ).fetchall()
            for (table,) in tables:
                database.execute(f'DELETE FROM main."{table}"')
                database.execute(f'INSERT INTO main."{table}" SELECT * FROM template."{table}"')
        self.oracle = Oracle(self.value("SELECT coalesce(max(head), 0) FROM stream"))
        self.pushed, self.unsure, self.failures = {}, [], []
        self.lines.clear()

    # What it holds

    def still(self) -> contextlib.AbstractContextManager[object]:
        """Let nothing reach the server for a while."""
        return self._lock

    def rows(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Ask the server's database, as an SQL tool would."""
        database = sqlite3.connect(f"file:{self.data / 'satchel.db'}?mode=ro", uri=True, timeout=20)
        try:
            return database.execute(query, parameters).fetchall()
        finally:
            database.close()

    def had(self, person: str) -> Mapping[str, list[dict[str, Any]]]:
        """Return the acts that it has had of a person, by record."""
        if self._had.pushed is not self.pushed:
            self._had = Had(self.pushed)
        self._had.add()
        return self._had.acts[person]

    def value(self, query: str, *parameters: Any) -> Any:
        return self.rows(query, *parameters)[0][0]

    def _connected(self) -> contextlib.closing[sqlite3.Connection]:
        return contextlib.closing(sqlite3.connect(self.data / "satchel.db", timeout=20))

    def execute(self, *statements: str) -> None:
        """Do something to the database behind the server's back."""
        with sqlite3.connect(self.data / "satchel.db", timeout=20) as database:
            for statement in statements:
                database.execute(statement)

    # What goes up

    def carry(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Reply:
        """Bring one request to the server; the oracle hears of the changes in it.

        :raises Lost: when the server did not answer
        """
        with self._lock:
            try:
                reply = self._send(method, path, headers, body)
            except (OSError, http.client.HTTPException) as error:
                if path.endswith("/sync/push"):
                    self.unsure.append((self._person(headers), json.loads(body)))
                raise Lost(str(error)) from error
            if path.endswith("/sync/push") and reply.status == 200:
                self._heard(self._person(headers), json.loads(body), reply.json)
            return reply

    def write(self, method: str, path: str, body: Any = None, *, version: int | None = None) -> Reply:
        """Let the office write by REST, under the version that it sees."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.seats["desk"].cookies.items())
        headers = {"Cookie": cookies, "Host": f"127.0.0.1:{self.port}"}
        with self._lock:
            if self._csrf is None:
                self._csrf = self._send("GET", "/api/v1/session", headers, b"").json["csrf"]
            headers |= {"X-CSRF-Token": self._csrf, "Content-Type": "application/json"}
            if version is not None:
                headers["If-Match"] = f'"{version}"'
            return self._send(method, path, headers, json.dumps(body).encode() if body else b"")

    def write_as_expected(self, act: dict[str, Any]) -> Expected:
        """Let the office make a change of one act by REST, and see that it comes to what the rules say."""
        with self._lock:
            expected = self.oracle.apply({"id": str(uuid.uuid4()), "acts": [act]}, PEOPLE["office"], None)
            reply = self.write_act(act)
        taken = reply.status < 300
        assert taken == (expected.status == "applied"), (act, expected, reply.status, reply.body)
        return expected

    def write_act(self, act: dict[str, Any]) -> Reply:
        """Say an act by REST."""
        record, address = act["record"], f"/api/v1/records/{act['entity']}"
        if act["kind"] == "create":
            return self.write("POST", address, {"id": record, "values": act["values"]})
        if act["kind"] == "set":
            [base] = {edit["base"] for edit in act["edits"].values()}
            values = {name: edit["value"] for name, edit in act["edits"].items()}
            return self.write("PATCH", f"{address}/{record}", {"values": values}, version=base)
        return self.write("DELETE", f"{address}/{record}", version=act["base"])

    def close(self) -> None:
        self.kill()

    def _send(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            kept = {name: value for name, value in headers.items() if name.lower() not in _HOP_HEADERS}
            connection.request(method, path, body=body or None, headers=kept)
            answer = connection.getresponse()
            got = [(name, value) for name, value in answer.getheaders() if name.lower() not in _HOP_HEADERS]
            return Reply(answer.status, got, answer.read())
        finally:
            connection.close()

    def _person(self, headers: Mapping[str, str]) -> str:
        cookie = {name.lower(): value for name, value in headers.items()}.get("cookie", "")
        for seat in self.seats.values():
            if all(f"{name}={value}" in cookie for name, value in seat.cookies.items()):
                return seat.person
        raise AssertionError(f"nobody sits there: {cookie}")

    def _heard(self, person: str, asked: dict[str, Any], reply: dict[str, Any]) -> None:
        if reply["type"] != "outcomes":
            return
        places = [(asked["device"], change["number"]) for change in asked["changes"]]
        before = {place: known.outcome for place in places if (known := self.pushed.get(place))}
        for change, outcome in zip(asked["changes"], reply["outcomes"], strict=True):
            self._took(person, asked["device"], change, outcome)
        for place, outcome in zip(places, reply["outcomes"], strict=True):
            # What waited may go on by what stands behind it in the same request.
            known = self.pushed[place].outcome
            if outcome not in (known, before.get(place, outcome)):
                self.failures.append(f"[inv 5] {outcome} after {known}")

    def _took(self, person: str, device: str, change: dict[str, Any], outcome: dict[str, Any]) -> None:
        known = self.pushed.get((device, change["number"]))
        if known is not None:
            known.times += 1
            if known.change != change:
                self.failures.append(f"[inv 6] another body was answered: {change} after {known.change}")
            return
        line = self.lines[device]
        moved = line.withdraw(change.get("withdraws") or [])
        before = [
            one
            for (other, _), one in self.pushed.items()
            if one.change["id"] == change["id"] and (other == device or one.outcome["status"] != "blocked")
        ]
        self.pushed[device, change["number"]] = Pushed(change, outcome, person)
        if before:
            # Under another number it is answered as it was, and not taken again.
            if outcome != {**before[0].outcome, "number": change["number"]}:
                self.failures.append(f"[inv 4] the change was taken under a second number: {change}")
            if outcome["status"] == "rejected":
                line.note(change, "rejected")
        else:
            self._compare(person, device, change, outcome)
        if moved or outcome["status"] not in REFUSED:
            self._go_on(person, device)

    def _go_on(self, person: str, device: str) -> None:
        """Let the changes that wait go on, as long as any can: the server has done so in the same request."""
        line = self.lines[device]
        moved = True
        while moved:
            moved = False
            for number, change in sorted(line.waiting.items()):
                if line.blocks(change, self.oracle.has):
                    continue
                moved = True
                [(text,)] = self.rows(
                    "SELECT outcome FROM change_outcome WHERE device = ? AND number = ?", device, number
                )
                final = {_WIRE.get(name, name): value for name, value in json.loads(text).items()}
                if final.pop("settled", None) is None:
                    self.failures.append(f"[inv 32] {change} waits for nobody and has no answer: {final}")
                    return
                for (other, _), one in self.pushed.items():
                    if other == device and one.change["id"] == change["id"]:
                        one.outcome = {**final, "number": one.outcome["number"]}
                self._compare(person, device, change, final)

    def _compare(self, person: str, device: str, change: dict[str, Any], outcome: dict[str, Any]) -> None:
        """Let the oracle take a change, and compare what came of it."""
        line = self.lines[device]
        if line.blocks(change, self.oracle.has):
            expected = Expected("blocked", code="waits-for-change")
            if outcome["status"] != "blocked":
                # It has gone on within the same request, and is compared when it has.
                line.note(change, "blocked")
                return
        else:
            expected = self.oracle.apply(change, person, device)
            self._name_disputes(change["id"])
        line.note(change, expected.status)
        problem = outcome["problem"] or {}
        got = Expected(
            outcome["status"],
            outcome["seq"],
            tuple(one["version"] for one in outcome["records"]),
            problem.get("code"),
        )
        if got != expected:
            self.failures.append(f"{change} came to {got}, and should to {expected}")

    def _name_disputes(self, change: str) -> None:
        stored = self.rows("SELECT id, record, kind, mine FROM conflict WHERE change = ?", change)
        unnamed = [one for one in self.oracle.disputes if one.change == change and not one.id]
        for identity, record, kind, mine in stored:
            for one in unnamed:
                if not one.id and self._is(one, record, kind, json.loads(mine)):
                    one.id = identity
                    break
            else:
                self.failures.append(f"[inv 18] there should be no conflict {kind} {mine} of {record}")
        self.failures += [f"[inv 18] there should be a conflict {one}" for one in unnamed if not one.id]

    @staticmethod
    def _is(one: Dispute, record: str, kind: str, mine: dict[str, Any]) -> bool:
        return (one.place[1], one.kind, one.mine) == (record, kind, mine)

    def _reconcile(self) -> None:
        unsure, self.unsure = self.unsure, []
        for person, asked in unsure:
            for change in asked["changes"]:
                found = self.rows(
                    "SELECT outcome FROM change_outcome WHERE device = ? AND number = ?",
                    asked["device"],
                    change["number"],
                )
                if found and (asked["device"], change["number"]) not in self.pushed:
                    outcome = json.loads(found[0][0])
                    wire = {_WIRE.get(name, name): value for name, value in outcome.items()}
                    self._took(person, asked["device"], change, wire)

    def _await_answer(self) -> None:
        assert self._process is not None
        deadline = time.monotonic() + START_SECONDS
        pause = threading.Event()
        while True:
            try:
                self._send("GET", "/healthz", {"Host": "127.0.0.1"}, b"")
                return
            except OSError:
                log = self.data.with_suffix(".log").read_text(errors="replace")[-4000:]
                assert self._process.poll() is None, f"the server ended: {log}"
                assert time.monotonic() < deadline, f"the server did not answer: {log}"
                pause.wait(0.05)
