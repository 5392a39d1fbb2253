"""The recipes of packages: the ``data.py`` in a package's folder, which makes its records.

A recipe is a program of the product's own tree, so only packages that ship with Satchel
have one; a package that somebody imports brings data as files.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol, cast

from backend.metadata.practice.source import Made, Source


class Recipe(Protocol):
    """What a ``data.py`` offers."""

    def records(self, source: Source, scale: float, people: Sequence[str]) -> Iterator[Made]:
        """Yield made-up records, parents first."""


def load(path: Path) -> Recipe:
    """Load a recipe. The module gets a name after its folder, so that two never meet."""
    name = f"satchel_recipe_{path.parent.name}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is not a Python module")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return cast(Recipe, module)
