"""Waiting until programs have nothing more to do."""

from __future__ import annotations

import pytest

from tests.bench import processes


@pytest.fixture(autouse=True)
def short_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "REST_SECONDS", 0.01)


def test_rest_is_awaited_while_programs_use_the_processor() -> None:
    told = [0.0, 5.0, 10.0, 15.0, 15.0, 20.0]

    processes.wait_for_rest(lambda: told.pop(0), 10.0)

    assert told == [20.0]


def test_programs_that_never_rest_are_not_awaited_for_ever() -> None:
    told = iter(range(1_000_000))

    with pytest.raises(TimeoutError, match="no rest within"):
        processes.wait_for_rest(lambda: float(next(told)), 0.1)
