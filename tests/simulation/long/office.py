"""The office of a long run: that of the short ones, on a server that ends at any statement."""

from __future__ import annotations

import copy
import json
import shutil
import sqlite3
import threading
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.simulation.long.server import Server
from tests.simulation.office import Backup, Lost, Office, Reply
from tests.simulation.oracle import Expected, Oracle
from tests.simulation.organisation import PEOPLE, Seat
from tests.simulation.waiting import Line


class LongOffice(Office):
    """An office whose server ends in the middle of anything."""

    def __init__(
        self,
        template: Path,
        data: Path,
        seats: Mapping[str, Seat],
        server: Server,
        tally: Counter[str],
    ) -> None:
        self.server, self.tally = server, tally
        self._reading: sqlite3.Connection | None = None
        super().__init__(template, data, seats)

    def __post_init__(self) -> None:
        shutil.copytree(self.template, self.data)
        self._lock = threading.RLock()
        self._csrf: str | None = None
        self.oracle = Oracle(self.value("SELECT coalesce(max(head), 0) FROM stream"))
        self._backups = 0

    # The process

    def start(self) -> None:
        self.server.start()
        if self.unsure:
            self._reconcile()

    def kill(self) -> None:
        self.server.kill()

    @property
    def kills(self) -> int:  # type: ignore[override]
        return self.server.kills

    @kills.setter
    def kills(self, _: int) -> None:
        pass

    def console(self, command: str, **arguments: Any) -> bool:
        """Do something at the server; False when that came to a sudden end, and may be done or not."""
        self.start()
        try:
            self.server.console(command, **arguments)
        except Lost:
            self.start()
            return False
        return True

    def backup(self) -> Backup:
        self._backups += 1
        file = self.data.with_name(f"{self.data.name} backup {self._backups}.db")
        with sqlite3.connect(file) as target:
            self._read().backup(target)
        target.close()
        return Backup(file, *copy.deepcopy((self.oracle, self.pushed, self.lines)))

    def put_back(self, backup: Backup) -> None:
        past = self.value("SELECT epoch FROM stream")
        standings = self.oracle.standings
        self.close()
        for end in ("", "-wal", "-shm"):
            (self.data / f"satchel.db{end}").unlink(missing_ok=True)
        shutil.copy(backup.file, self.data / "satchel.db")
        self.oracle, self.pushed, lines = copy.deepcopy((backup.oracle, backup.pushed, backup.lines))
        self.lines = defaultdict(Line, lines)
        self.oracle.standings = [*standings, self.oracle.standings[-1]]
        self.oracle.begin_epoch(past)
        self.unsure = []
        armed, self.server.armed = self.server.armed, None
        self.console("restored")
        self.server.armed = armed

    def close(self) -> None:
        self.kill()
        if self._reading is not None:
            self._reading.close()
            self._reading = None

    # What it holds

    def rows(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        return self._read().execute(query, parameters).fetchall()

    def _read(self) -> sqlite3.Connection:
        if self._reading is None:
            file = self.data / "satchel.db"
            self._reading = sqlite3.connect(
                f"file:{file}?mode=ro", uri=True, timeout=20, isolation_level=None
            )
        return self._reading

    # What goes up

    def carry(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Reply:
        pushes = path.endswith("/sync/push")
        try:
            reply = super().carry(method, path, headers, body)
            if pushes and reply.status != 200:
                self.unsure.append((self._person(headers), json.loads(body)))
            return reply
        finally:
            if path.endswith("/recent"):
                self._see_touches()
            self._reconcile()

    def _see_touches(self) -> None:
        """Let the oracle have the numbers of records that are to come along with whoever has read them."""
        found = self.rows("SELECT kind FROM history WHERE seq > ?", self.oracle.head)
        assert {kind for (kind,) in found} <= {"touch"}, f"[inv 9] {found} for what was read"
        if found:
            self.oracle.touch(len(found))

    def _took(self, person: str, device: str, change: dict[str, Any], outcome: dict[str, Any]) -> None:
        again = (device, change["number"]) in self.pushed
        self.tally["came to: the same answer again" if again else f"came to: {outcome['status']}"] += 1
        if not again and outcome["status"] == "rejected":
            self.tally[f"refused: {outcome['problem']['code']}"] += 1
        super()._took(person, device, change, outcome)

    def _compare(self, person: str, device: str, change: dict[str, Any], outcome: dict[str, Any]) -> None:
        if change["number"] in self.lines[device].waiting:
            self.tally[f"waited, and came to: {outcome['status']}"] += 1
        super()._compare(person, device, change, outcome)

    def write_as_expected(self, act: dict[str, Any]) -> Expected:
        """The same, where the server may come to its end in the middle of it: then its database is asked."""
        for _ in range(3):
            self.start()
            before = self.oracle.head
            try:
                reply = self.write_act(act)
            except ConnectionError:
                self.start()
                if self.value("SELECT head FROM stream") == before:
                    continue  # and who sits there tries again
                reply = Reply(200, [], b"")
            self._acts = getattr(self, "_acts", 0) + 1
            change = {"id": f"desk {self._acts}", "acts": [act]}
            expected = self.oracle.apply(change, PEOPLE["office"], None)
            taken = reply.status < 300
            assert taken == (expected.status == "applied"), (act, expected, reply.status, reply.body)
            return expected
        raise AssertionError(f"{act} could not be written")

    def _send(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Reply:
        try:
            return self.server.request(method, path, headers, body)
        except Lost as error:
            raise ConnectionError(str(error)) from error
