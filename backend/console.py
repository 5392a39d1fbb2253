"""Sentences on the console of whoever starts the server or runs a command, in the language of the shell."""

from __future__ import annotations

import os
import sys
from typing import Any

from backend.catalogue import Catalogue
from backend.errors import AppError

_catalogue = Catalogue.load()


def say(key: str, **arguments: Any) -> None:
    """Print one message of the catalogue."""
    _write(_catalogue.render(_language(), key, arguments), sys.stdout)


def tell(error: AppError) -> None:
    """Print what went wrong and what to do about it."""
    described = _catalogue.describe(_language(), error.problem())
    _write(" ".join(described.values()), sys.stderr)


def _write(text: str, stream: Any) -> None:
    stream.write(text + "\n")
    stream.flush()


def _language() -> str:
    shell = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return _catalogue.negotiate([shell.partition(".")[0]])
