"""The ``build`` command: the web app, made anew when something it is made of has changed.

The result is in ``frontend/dist``; the client core for the simulations, which
runs in Node, is in ``frontend/dist-node``.
"""

from collections.abc import Iterable
from pathlib import Path

from scripts import node_environment, python_environment
from scripts.node_environment import Node
from scripts.steps import ROOT, digest, files_below, once, one_at_a_time, run, say

DIST = ROOT / "frontend" / "dist"
DIST_NODE = ROOT / "frontend" / "dist-node"
SIMULATION = ROOT / "frontend" / "simulation" / "main.ts"


def main(arguments: list[str]) -> int:
    del arguments
    with one_at_a_time():
        python_environment.ensure_uv()
        build(node_environment.ensure())
    return 0


def prepared() -> Node:
    """Set up all that developers need, and build; for a caller that is the one at a time."""
    python_environment.ensure(development=True)
    node = node_environment.ensure()
    build(node)
    return node


def build(node: Node) -> None:
    """Build what is out of date."""
    if not any((ROOT / "frontend").glob("*/main.tsx")):
        say("there is no page to build yet")
        return
    key = digest(*sources())
    vite = (node.program, node.tool("vite"), "build", "--logLevel", "warn")
    once(DIST / ".stamp", key, lambda: run("web app built", *vite, environment=node.environment))
    if SIMULATION.is_file():
        simulation = (*vite, "--mode", "simulation")
        once(
            DIST_NODE / ".stamp",
            key,
            lambda: run("client core built for Node", *simulation, environment=node.environment),
        )


def sources() -> Iterable[Path]:
    folders = [ROOT / name for name in ("frontend", "service_worker", "texts", "scripts/vite", "backend/web")]
    yield from files_below(folders, without=(DIST, DIST_NODE))
    yield from (ROOT / name for name in ("vite.config.ts", "tsconfig.json", "package-lock.json"))
