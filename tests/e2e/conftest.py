"""What the end-to-end tests share: an office with data, phones, a designer's desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright

from tests.e2e.office import Office, copied
from tests.e2e.phone import Phone


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demonstration's people, workspaces and records."""
    data = tmp_path_factory.mktemp("office") / "data"
    office = Office(data)
    try:
        office.start()
        office.stop()
    finally:
        office.close()
    return data


@pytest.fixture
def office(prepared: Path, tmp_path: Path) -> Iterator[Office]:
    """A running office, its cable whole."""
    office = Office(copied(prepared, tmp_path / "office"))
    office.start()
    yield office
    office.close()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture
def new_phone(playwright: Playwright, office: Office, tmp_path: Path) -> Iterator[Callable[..., Phone]]:
    """Make phones, each with a profile of its own; all are closed afterwards."""
    phones: list[Phone] = []

    def make(name: str = "phone", *, wide: bool = False) -> Phone:
        phone = Phone(playwright, office, tmp_path / name, wide=wide)
        phones.append(phone)
        return phone

    yield make
    for phone in phones:
        phone.close()


@pytest.fixture
def phone(new_phone: Callable[..., Phone]) -> Phone:
    return new_phone()
