"""Ready-made packages over HTTP: listed for designers, brought in by administrators, once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.backend.metadata.conftest import ROLES, Browser, Office

ACCESS = [
    # method, path                        nobody user designer administrator
    ("GET", "/packages", 401, 403, 200, 200),
    ("POST", "/packages/expense_management", 401, 403, 403, 201),
    ("POST", "/packages/no_such", 401, 403, 403, 404),
]


@pytest.mark.parametrize(
    ("who", "method", "path", "status"),
    [
        (who, method, path, status)
        for method, path, *statuses in ACCESS
        for who, status in zip(ROLES, statuses, strict=True)
    ],
)
def test_who_may_do_what(
    browser: Callable[[str], Browser], office: Office, who: str, method: str, path: str, status: int
) -> None:
    reply = browser(who).ask(method, path, {} if method == "POST" else None)

    assert reply.status_code == status, reply.get_data(as_text=True)


@pytest.mark.feature("DSG-02")
def test_a_ready_made_workspace_is_there_at_once_and_comes_once(
    browser: Callable[[str], Browser], office: Office
) -> None:
    ada = browser("administrator")
    before = {one["id"]: one["here"] for one in ada.ask("GET", "/packages").get_json()}

    made = ada.ask("POST", "/packages/expense_management", {}).get_json()
    again = ada.ask("POST", "/packages/expense_management", {})
    after = {one["id"]: one["here"] for one in ada.ask("GET", "/packages").get_json()}

    assert before == {"expense_management": False, "sales_orders": False}
    assert (made["id"], made["here"]) == ("expense_management", True)
    assert (again.status_code, again.get_json()["code"]) == (409, "package-here")
    assert after == {"expense_management": True, "sales_orders": False}
    designs = {one["id"]: one["publishedVersion"] for one in ada.ask("GET", "/designs").get_json()}
    assert designs == {"expense_management": 1}
