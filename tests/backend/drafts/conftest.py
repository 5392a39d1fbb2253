"""People with browsers of their own, as those of accounts."""

from tests.backend.accounts.conftest import add_account, desk, sign_in

__all__ = ["add_account", "desk", "sign_in"]
