"""People with browsers of their own, as those of accounts, and their phones."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.backend.accounts.conftest import add_account, desk, sign_in
from tests.backend.accounts.desk import Desk
from tests.backend.drafts.phone import Phone

__all__ = ["add_account", "desk", "phone", "sign_in"]

Browsers = Callable[[str], tuple[FlaskClient, str]]


@pytest.fixture
def phone(desk: Desk, add_account: Callable[..., int], sign_in: Browsers) -> Callable[[str], Phone]:
    """Give a phone of somebody's, with an account of his own."""
    known: set[str] = set()

    def open_phone(name: str) -> Phone:
        if name not in known:
            known.add(name)
            add_account(name, "user")
        return Phone(*sign_in(name))

    return open_phone
