"""The steps of a set-up: where things are, running a program, doing a thing once.

A step is done once per content of what it depends on: its stamp holds a
digest of those files, and a stamp that lies inside what the step produced
vanishes together with it.
"""

import contextlib
import fcntl
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VAR = ROOT / "var"


class StepError(SystemExit):
    """Raised when a step cannot be done; carries the sentence that says what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(f"dev.py: {sentence}")


def say(sentence: str) -> None:
    print(f"· {sentence}", file=sys.stderr, flush=True)


def seconds(since: float) -> str:
    return f"{time.monotonic() - since:.1f} s"


def execute(
    command: Sequence[str | Path], environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a program in the checkout; what it prints and its errors come as one text."""
    return subprocess.run(
        [str(word) for word in command],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )


def run(what: str, *command: str | Path, environment: Mapping[str, str] | None = None) -> None:
    """Run a program that a step needs; quiet unless it fails.

    Raises :class:`StepError` with the program's own output.
    """
    begun = time.monotonic()
    done = execute(command, environment)
    if done.returncode:
        raise StepError(f"{what} failed (exit code {done.returncode}).\n{done.stdout.strip()}")
    say(f"{what}, {seconds(begun)}")


def digest(*paths: Path, also: str = "") -> str:
    """Digest names and contents of files, so that a rename counts as a change."""
    total = hashlib.sha256(also.encode())
    for path in sorted(paths):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        total.update(f"{path.relative_to(ROOT).as_posix()} {content}\n".encode())
    return total.hexdigest()


def files_below(folders: Iterable[Path], *, without: Iterable[Path] = ()) -> list[Path]:
    excluded = tuple(without)
    found: list[Path] = []
    for folder in folders:
        for at, names, files in os.walk(folder):
            names[:] = [n for n in names if n != "__pycache__" and Path(at, n) not in excluded]
            found += [Path(at, file) for file in files]
    return sorted(found)


def once(stamp: Path, key: str, step: Callable[[], None]) -> None:
    """Do ``step`` unless ``stamp`` says that it was done for the same ``key``."""
    if stamp.is_file() and stamp.read_text() == key:
        return
    step()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(key)


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Keep two commands in one checkout from setting it up at the same time."""
    VAR.mkdir(exist_ok=True)
    with (VAR / "setup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("waiting for another dev.py to finish its set-up")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
