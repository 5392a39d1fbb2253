"""How long the soak takes: 20 seconds in every run, and as many as ``--soak SECONDS`` says.

``--soak-seed N`` takes the decisions of an earlier run again; when who is killed does not repeat to the
millisecond. pytest knows options of plugins that are named in ``tests/conftest.py`` only.
"""

from __future__ import annotations

import pytest

SHORT = 20.0
SEED = 1


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak", metavar="SECONDS", type=float, default=SHORT, help="how long the soak takes")
    parser.addoption("--soak-seed", metavar="N", type=int, default=SEED, help="the seed of its decisions")
