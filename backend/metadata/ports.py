"""What metadata asks of features above it, joined in ``backend/__init__``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from backend.metadata.package_files import Package
from backend.metadata.publish import Migrate


@dataclass(frozen=True, kw_only=True)
class Ports:
    """The records' tables, and the generators of packages' data."""

    migrate: Migrate
    seed: Callable[[Package], None]
    """Makes the data of a package that was just brought in; opens its own transactions."""
