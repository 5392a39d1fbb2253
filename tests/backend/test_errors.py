"""The error tree: its wire shape, and that each class has a status of its own meaning."""

from __future__ import annotations

import pytest

from backend import errors
from backend.errors import AppError, Conflict, Invalid, TooMany


def test_a_problem_carries_code_field_and_arguments_in_camel_case() -> None:
    error = Invalid("too-long", field="merchant", max_length=40)

    assert error.problem() == {"code": "too-long", "field": "merchant", "arguments": {"maxLength": 40}}


def test_a_problem_without_a_field_has_no_key_for_it() -> None:
    assert Conflict("taken").problem() == {"code": "taken", "arguments": {}}


def test_too_many_says_when_to_come_back() -> None:
    error = TooMany("too-many-attempts", retry_after=30)

    assert error.retry_after == 30
    assert error.problem()["arguments"] == {"retryAfter": 30}


def test_an_error_reads_well_in_a_log() -> None:
    assert (
        str(Invalid("too-long", field="merchant", max_length=40))
        == "too-long (field='merchant', maxLength=40)"
    )
    assert str(Conflict("taken")) == "taken"


@pytest.mark.parametrize("kind", [kind for kind in vars(errors).values() if isinstance(kind, type)])
def test_every_error_says_when_to_raise_it(kind: type) -> None:
    if issubclass(kind, AppError):
        assert kind.__doc__
        assert 400 <= kind.status <= 599
