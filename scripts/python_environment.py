"""The virtual environment in ``.venv``, with exactly the packages of a lock.

One environment serves everything. The development lock contains the runtime
lock, so a checkout that has once been tested is never taken back to the
smaller set by ``run``.
"""

import importlib.util
import shutil
import sys
from pathlib import Path

from scripts import debian
from scripts.steps import ROOT, StepError, digest, once, run

VENV = ROOT / ".venv"
BIN = VENV / "bin"
PYTHON = BIN / "python"
UV = BIN / "uv"
STAMPS = VENV / "stamps"
RUNTIME_LOCK = ROOT / "requirements.lock"
DEVELOPMENT_LOCK = ROOT / "requirements-dev.lock"


def ensure(*, development: bool) -> None:
    """Make ``.venv`` hold the packages to run, or those to develop as well."""
    ensure_uv()
    stamp = STAMPS / "packages"
    has_development = stamp.is_file() and stamp.read_text().startswith("development ")
    wanted = "development" if development or has_development else "runtime"
    lock = DEVELOPMENT_LOCK if wanted == "development" else RUNTIME_LOCK
    once(stamp, f"{wanted} {digest(lock)}", lambda: install(lock))


def ensure_uv() -> None:
    """Make ``.venv`` exist with the installer of everything else in it."""
    once(STAMPS / "place", str(VENV), create)
    lock = ROOT / "uv.lock.txt"
    pip: list[str | Path] = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "-q",
        "--disable-pip-version-check",
        "--require-hashes",
        "-r",
        lock,
    ]
    once(STAMPS / "uv", digest(lock), lambda: run("uv installed", *pip))


def create() -> None:
    # Scripts in an environment carry its absolute path: one that was moved or copied is made anew.
    if VENV.is_dir():
        shutil.rmtree(VENV)
    if importlib.util.find_spec("ensurepip") is None:
        debian.install("python3-venv", why="Python's venv module is missing")
    run("virtual environment made in .venv", sys.executable, "-m", "venv", VENV)
    if not (BIN / "pip").exists():
        raise StepError("the virtual environment has no pip; install python3-venv and try again.")


def install(lock: Path) -> None:
    run(
        f"Python packages of {lock.name} installed",
        UV,
        "pip",
        "sync",
        "-q",
        "--python",
        PYTHON,
        "--require-hashes",
        lock,
    )
