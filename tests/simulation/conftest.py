"""A real server, and real clients in Node, for simulations."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from scripts import node_environment
from scripts.build import DIST_NODE, SIMULATION, sources
from scripts.steps import ROOT, digest, once
from tests.simulation.office import Office
from tests.simulation.organisation import SEATS, found
from tests.simulation.phone import Phone
from tests.simulation.world import World

NOTES = pytest.StashKey[list[str]]()
PHONES = tuple(place for name, places in SEATS.items() if name != "office" for place in places)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print what the simulations have to say, when they fail and when they pass."""
    for note in config.stash.get(NOTES, []):
        terminalreporter.write_line(note)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A parallel worker hands its notes to the process that prints."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["notes"] = session.config.stash.get(NOTES, [])


def pytest_configure(config: pytest.Config) -> None:
    if config.pluginmanager.hasplugin("dsession"):
        config.pluginmanager.register(Gathering(config), "notes-of-workers")


class Gathering:
    """Takes in the notes of workers."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        gathered = self._config.stash.setdefault(NOTES, [])
        gathered += getattr(node, "workeroutput", {}).get("notes", [])


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let each of the workers side by side begin with one of the long tests: each has a part of the list."""
    long = [item for item in items if "long_run_keeps" in item.name]
    others = [item for item in items if item not in long]
    part = -(-len(items) // max(1, len(long)))
    for at, item in enumerate(long):
        others.insert(at * part, item)
    items[:] = others


@pytest.fixture(scope="session")
def notes(pytestconfig: pytest.Config) -> list[str]:
    """Lines for the end of the run: seeds and counts."""
    return pytestconfig.stash.setdefault(NOTES, [])


@pytest.fixture(scope="session")
def script() -> Path:
    """The client core, built for Node if it is out of date."""
    node = node_environment.ensure()
    vite = [str(node.program), str(node.tool("vite")), "build", "--mode", "simulation", "--logLevel", "warn"]
    assert SIMULATION.is_file()

    def build() -> None:
        subprocess.run(vite, cwd=ROOT, env=node.environment, check=True)

    once(DIST_NODE / ".stamp", digest(*sources()), build)
    return DIST_NODE / "simulation.js"


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A running office; put back to its first day for each test."""
    folder = tmp_path_factory.mktemp("simulation")
    seats = found(folder / "template")
    office = Office(folder / "template", folder / "data", seats)
    office.start()
    yield office
    office.close()


@pytest.fixture(scope="session")
def tally() -> Counter[str]:
    """How often everything happened."""
    return Counter()


@pytest.fixture(scope="session")
def make_world(office: Office, script: Path, tally: Counter[str]) -> Callable[..., World]:
    """Begin a first day: the office as it was, phones that have never synced."""

    def make(names: Sequence[str] = PHONES, *, enter: bool = True) -> World:
        office.start()
        office.reset()
        phones = [Phone(name, office, office.seats[name], script, tally) for name in names]
        for phone in phones if enter else []:
            phone.enter()
        return World(office, phones, tally)

    return make


@pytest.fixture
def world(make_world: Callable[..., World]) -> Iterator[World]:
    """A first day of one test."""
    made = make_world()
    yield made
    made.close()
