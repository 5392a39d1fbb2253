"""What the end-to-end tests share: an office with data, phones, a desk at the office."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect, sync_playwright

from tests.e2e.desk import Desk
from tests.e2e.office import ANA, Office, copied
from tests.e2e.phone import PATIENCE_MS, Phone

# A cold start beside other work may take long; what never comes still fails.
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A data folder with the demonstration's people, workspaces and records, made once for all workers."""
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    ready = shared / "prepared" / "data"
    with (shared / "prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ready.exists():
            _first_start(tmp_path_factory.mktemp("first") / "data").rename(_made(ready.parent) / "data")
    return ready


def _first_start(data: Path) -> Path:
    office = Office(data)
    try:
        office.start()
        office.stop()
    finally:
        office.close()
    return data


def _made(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def next_office(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Office]]:
    """Give offices of one's own, one after the other: while a test is at one, the next one starts."""
    ahead: list[Office] = []

    def begin() -> None:
        office = Office(copied(prepared, tmp_path_factory.mktemp("office") / "data"))
        ahead.append(office)
        office.begin()

    def take() -> Office:
        if not ahead:
            begin()
        ahead[0].await_answer()
        begin()
        return ahead.pop(0)

    yield take
    for office in ahead:
        office.close()


@pytest.fixture
def office(next_office: Callable[[], Office]) -> Iterator[Office]:
    """A running office, its cable whole."""
    office = next_office()
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


@pytest.fixture
def desk(office: Office) -> Desk:
    """Ana at her desk: administrator and designer."""
    return Desk(office, ANA)
