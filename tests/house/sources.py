"""The project's own source files, as the house tests read them.

Generated files are left out: nobody writes them by hand.
"""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("backend", "frontend", "service_worker", "scripts", "tests")
GENERATED = ("frontend/dist", "frontend/dist-node", "frontend/protocol")


def sources(*endings: str, folders: tuple[str, ...] = FOLDERS) -> Iterator[Path]:
    """Yield files with one of the endings, in a fixed order."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in endings and path.is_file() and not is_generated(path):
                yield path
    if folders == FOLDERS:
        yield from (path for path in sorted(ROOT.glob("*")) if path.suffix in endings and path.is_file())


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def is_generated(path: Path) -> bool:
    where = place(path)
    return "__pycache__" in path.parts or any(where.startswith(f"{folder}/") for folder in GENERATED)
