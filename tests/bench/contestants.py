"""Who takes part in B1 to B4: our app and server, the floors below them, and other systems with the same
records.

All answer the same questions, so that one loop can take them in turn. A contestant of the floors or the
peers is a page script with a server of its own; :class:`Ours` is the product as it ships.
"""

from __future__ import annotations

import json
import os
import sys
import urllib.parse
import urllib.request
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from playwright.sync_api import Page

from tests.bench import peer_packages
from tests.bench.browser import Browser
from tests.bench.pages import bundled
from tests.bench.peer_packages import PEERS
from tests.bench.postgresql import postgresql
from tests.bench.served import Served, free_port, serve

_WITHIN = """(given) => Promise.race([
  {},
  new Promise((_, failed) => setTimeout(failed, 240_000, new Error("it did not come in 240 s"))),
])"""
HERE = Path(__file__).resolve().parent


class Contestant(Protocol):
    """What B1 to B4 ask of everyone."""

    name: str

    def open(self, browser: Browser) -> Page:
        """Open a page that is ready to begin its first sync."""

    def first(self, page: Page, count: int) -> dict[str, float]:
        """Run the first sync; ``ms``, and other moments where there are any."""

    def rest(self, page: Page) -> None:
        """Bring the page up to date and disconnect it."""

    def change(self, note: str, count: int, shift: int) -> None:
        """Write a note into so many records at the office."""

    def delta(self, page: Page, note: str, count: int) -> float:
        """Connect and take the change; return milliseconds until it stands in the store."""

    def count(self, page: Page, note: str | None) -> int:
        """Count the records in the browser's store, all or those with a note."""

    def edit(self, page: Page, note: str, ids: Sequence[str]) -> None:
        """Write a note into records on the page, which is disconnected."""

    def push(self, page: Page, note: str, ids: Sequence[str]) -> float:
        """Connect and bring the edits to the office; return milliseconds until it has answered for all."""

    def noted(self, note: str) -> int:
        """Count the records at the office that have a note."""

    def live(self, page: Page) -> None:
        """Let the page follow what happens at the office, and show it."""

    def change_one(self, word: str) -> float:
        """Write a word into one record at the office; return the moment of the commit, in milliseconds."""

    def processor_seconds(self) -> float:
        """The processor time of the server's processes so far."""


@dataclass(frozen=True)
class Kind:
    """How a floor or a peer is built and served."""

    script: Path
    serve: Callable[[Stand], dict[str, str]]
    options: dict[str, Any] = field(default_factory=dict)


@dataclass
class Stand:
    """Where contestants put things while the benchmark runs."""

    stack: ExitStack
    folder: Path
    records: Path
    pages: str
    """Address of the empty pages, with a place for the contestant's name."""
    pushing: bool
    servers: dict[str, tuple[Served, ...]] = field(default_factory=dict)

    def run(self, name: str, command: list[str | Path], path: str = "/count", **environment: str) -> Served:
        """Start one server that reads the records in."""
        port = free_port()
        folder = self.folder / name
        folder.mkdir()
        given = {
            "RECORDS": str(self.records),
            "PORT": str(port),
            "FOLDER": str(folder),
            "FILE": str(folder / "store.db"),
            **environment,
        }
        command = [word if isinstance(word, Path) else word.replace("{port}", str(port)) for word in command]
        served = self.stack.enter_context(
            serve(command, port=port, log=folder / "log.txt", path=path, environment=given)
        )
        self.servers[name] = (served,)
        return served


class Flat:
    """A floor or a peer: it keeps each order as one flat object."""

    def __init__(self, name: str, kind: Kind, addresses: dict[str, str], stand: Stand, script: Path) -> None:
        self.name, self._kind, self._addresses, self._stand = name, kind, addresses, stand
        self._script = script

    def open(self, browser: Browser) -> Page:
        page = browser.page(self._stand.pages.format(self.name.replace("_", "-")))
        page.add_script_tag(path=str(self._script))
        given = {**self._addresses, **self._kind.options, "pushing": self._stand.pushing}
        page.evaluate("(options) => peer.open(options)", given)
        return page

    def first(self, page: Page, count: int) -> dict[str, float]:
        return {"ms": page.evaluate(_WITHIN.format("peer.first(given)"), count)}

    def rest(self, page: Page) -> None:
        page.evaluate(_WITHIN.format("peer.rest()"))

    def change(self, note: str, count: int, shift: int) -> None:
        self._ask("change", note=note, count=count, shift=shift)

    def delta(self, page: Page, note: str, count: int) -> float:
        found: float = page.evaluate(_WITHIN.format("peer.delta(...given)"), [note, count])
        return found

    def count(self, page: Page, note: str | None) -> int:
        found: int = page.evaluate("(note) => peer.count(note)", note)
        return found

    def processor_seconds(self) -> float:
        return sum(served.processor_seconds() for served in self._stand.servers[self._served])

    def edit(self, page: Page, note: str, ids: Sequence[str]) -> None:
        page.evaluate(_WITHIN.format("peer.edit(...given)"), [note, list(ids)])

    def push(self, page: Page, note: str, ids: Sequence[str]) -> float:
        found: float = page.evaluate(_WITHIN.format("peer.push(...given)"), [note, list(ids)])
        return found

    def noted(self, note: str) -> int:
        return int(self._ask("noted", note=note)["count"])

    def live(self, page: Page) -> None:
        page.evaluate(_WITHIN.format("peer.live()"))

    def change_one(self, word: str) -> float:
        return self._ask("change", note=word, count=1, shift=0)["at"]

    def _ask(self, what: str, **given: str | int) -> dict[str, float]:
        address = f"{self._addresses['control']}/{what}?{urllib.parse.urlencode(given)}"
        with urllib.request.urlopen(address, timeout=120) as reply:
            found: dict[str, float] = json.loads(reply.read())
        return found

    @property
    def _served(self) -> str:
        return self._addresses["server"]


def _floor(stand: Stand) -> dict[str, str]:
    if "floor" not in stand.servers:
        gunicorn = ["gunicorn", "--worker-class", "gthread", "--threads", "16", "--no-control-socket"]
        command = [
            *gunicorn,
            "-b",
            "127.0.0.1:{port}",
            "--log-level",
            "warning",
            "tests.bench.floors.server:app",
        ]
        stand.run("floor", command, PATH=_with_environment())
    address = _address(stand.servers["floor"][0])
    return {"address": address, "control": address, "server": "floor"}


def _node(name: str, script: str, stand: Stand, *, sync: bool, flags: tuple[str, ...] = ()) -> dict[str, str]:
    port = free_port()
    more = {"SYNC_PORT": str(port)} if sync else {}
    if name == "zero":
        more["DATABASE"] = stand.stack.enter_context(postgresql(logical=True))("bench")
    more["PATH"] = peer_packages.environment(name)["PATH"]
    served = stand.run(name, [peer_packages.node(name), *flags, PEERS / script], **more)
    address = _address(served)
    return {
        "address": address,
        "control": address,
        "server": name,
        "sync": f"http://127.0.0.1:{port}" if sync else address,
    }


_ROOM = ("--max-old-space-size=6000",)
_LOOPBACK = ("--require", str(PEERS / "loopback.cjs"))
KINDS: dict[str, Kind] = {
    "put": Kind(HERE / "floors" / "page.js", _floor, {"mode": "put"}),
    "rows": Kind(HERE / "floors" / "page.js", _floor, {"mode": "rows"}),
    "chunks": Kind(HERE / "floors" / "page.js", _floor, {"mode": "chunks"}),
    "zero": Kind(PEERS / "zero" / "page.js", partial(_node, "zero", "zero/server.mjs", sync=True)),
    "pouch": Kind(
        PEERS / "pages" / "pouch.js", partial(_node, "pouch", "pouch_server/server.cjs", sync=False)
    ),
    "rxdb": Kind(PEERS / "pages" / "rxdb.js", partial(_node, "rxdb", "servers/rxdb.mjs", sync=False)),
    "triplit": Kind(
        PEERS / "triplit" / "page.js",
        partial(_node, "triplit", "triplit/server.mjs", sync=True, flags=(*_LOOPBACK, *_ROOM)),
    ),
    "tinybase": Kind(
        PEERS / "pages" / "tinybase.js",
        partial(_node, "tinybase", "servers/tinybase.mjs", sync=True, flags=_ROOM),
    ),
}
FLOORS = ("put", "rows", "chunks")
PEER_NAMES = tuple(name for name in KINDS if name not in FLOORS)


def flat(name: str, stand: Stand) -> Flat:
    """Build a floor's or a peer's page, start its server, and return it ready to take part."""
    kind = KINDS[name]
    script = kind.script if name in FLOORS else bundled(name, kind.script, stand.folder)
    return Flat(name, kind, kind.serve(stand), stand, script)


def _address(served: Served) -> str:
    return f"http://127.0.0.1:{served.port}"


def _with_environment() -> str:
    return os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
