"""What a page of a pull has named may be on the device: later pages take it back, whatever was lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from backend.database import Database
from tests.backend.sync.company import ALL, Company, part
from tests.backend.sync.office import Phone


@pytest.fixture
def company(new_database: Callable[[], Database], monkeypatch: pytest.MonkeyPatch) -> Company:
    monkeypatch.setattr("backend.sync.parcel.PAGE_ROWS", 3)
    made = Company(new_database()).found()
    made.take_along(part("region", ALL))
    return made


@pytest.mark.invariant(27)
@pytest.mark.invariant(10)
@pytest.mark.parametrize("lost", [0, 1, 2])
def test_what_a_page_brought_and_what_went_before_the_last_page_is_not_on_the_device(
    company: Company, lost: int
) -> None:
    phone = company.person().device().sync()
    made = [company.create("region", {"name": f"Region {number}"}) for number in range(8)]
    first = phone.ask("pull", cursor=phone.cursor, page=None)
    gone = first["put"][0]["rows"][0][0]

    company.delete(gone, entity="region")
    pages = [first]
    while pages[-1]["type"] == "page":
        for _ in range(lost):
            phone.ask("pull", cursor=phone.cursor, page=pages[-1]["next"])
        pages.append(phone.ask("pull", cursor=phone.cursor, page=pages[-1]["next"]))
    took(phone, pages)

    assert set(phone.holds("region")) == {*made} - {gone}
    assert phone.counts["region"] == len(made) - 1
    phone.pull()
    assert set(phone.holds("region")) == {*made} - {gone}


def took(phone: Phone, pages: list[dict[str, object]]) -> None:
    for page in pages:
        phone.take(page)
    phone.finish(pages[-1])
