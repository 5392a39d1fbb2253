"""The ready-made packages: folders that come with the product."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from backend.errors import NotFound
from backend.metadata.package_files import Package, load

READY_MADE: Final = Path(__file__).resolve().parents[2] / "workspaces"


def folders() -> Iterator[Path]:
    """Yield the folder of each."""
    yield from (head.parent for head in sorted(READY_MADE.glob("*/package.json")))


@cache
def ready_made() -> dict[str, Package]:
    """Return the packages by their ids; they do not change while the server runs."""
    return {package.id: package for package in map(load, folders())}


def ready_made_package(package: str) -> Package:
    """Return a ready-made package.

    :raises NotFound: ``unknown-package``
    """
    try:
        return ready_made()[package]
    except KeyError:
        raise NotFound("unknown-package", id=package) from None
