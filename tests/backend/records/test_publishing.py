"""Publications that convert many records: in slices, while people work on, gone on with after a crash."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from backend.accounts import roles, service
from backend.accounts.sessions import user_of_account
from backend.accounts.user import User
from backend.database import Database
from backend.errors import Conflict
from backend.metadata import designs
from backend.metadata.models import ModelDesign
from backend.records import converting, publishing
from tests.backend.records.office import NOW, create, delete, edits, field, model_document, new_id
from tests.backend.records.versioned import ANN, BUILT_IN, VISIT, VersionedOffice, with_fields, workspace

COUNTED = with_fields(VISIT, field("count", "integer"))
DESIGNER = {
    "id": "designer", "label": {"en": "Designer"}, "entities": {}, "workspaces": [], "privileges": ["design"],
}  # fmt: skip


class Desk(VersionedOffice):
    """The office with a designer, who publishes as the interface does."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.first = self.publish(VISIT)

        def hire(session: Session) -> int:
            roles.put_role(session, DESIGNER)
            return service.create_account(
                session, person=ANN.person, name="Ann", email="ann@example.com", password_hash="x", now=NOW,
                roles=["designer"],
            ).id  # fmt: skip

        self.account = database.write(hire)

    def user(self, session: Session) -> User:
        found = user_of_account(session, self.account)
        assert found is not None
        return found

    def design(self, *entities: dict[str, Any]) -> None:
        """Let the design of the model be these entities, and nothing else be different."""

        def work(session: Session) -> None:
            design = session.get_one(ModelDesign, 1)
            design.document = model_document(*BUILT_IN, *entities)
            design.revision += 1
            designs.put(session, ANN, workspace(), now=NOW)

        self.database.write(work)

    def begin(self, *, leave: bool = False) -> dict[str, Any] | None:
        def work(session: Session) -> dict[str, Any] | None:
            seen = designs.design(session, "visits")["revision"]
            body = {"revision": seen, "note": {}, "roles": [], "urgency": None, "leave_unconverted": leave}
            return publishing.begin(session, self.user(session), "visits", body, now=NOW)

        return self.database.write(work)

    def progress(self) -> dict[str, Any]:
        found = self.database.read(lambda session: publishing.progress(session, "visits"))
        assert found is not None
        return found

    def step(self) -> None:
        """Do one step and no more, as if the process ended then."""
        found = self.database.read(publishing._next)
        assert found is not None
        self.database.write(lambda session: publishing._step(session, identity=found, now=NOW))

    def fill(self, *counts: str) -> list[str]:
        ids = []
        for count in counts:
            ids.append(new_id())
            self.write(create("visit", ids[-1], name=f"n{count}", count=count), under=self.first)
        return ids


@pytest.fixture
def desk(database: Database, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(publishing, "AT_ONCE", 2)
    monkeypatch.setattr(converting, "SLICE", 2)
    return Desk(database)


@pytest.mark.feature("MET-04")
def test_little_is_converted_by_the_publication_itself(desk: Desk) -> None:
    desk.fill("1", "2")
    desk.design(COUNTED)

    assert desk.begin() is None


@pytest.mark.feature("MET-04")
def test_much_is_converted_in_slices_with_progress_while_people_work_on(desk: Desk) -> None:
    one, two, three, four, five = desk.fill("1", "2", "3", "4", "5")
    desk.design(COUNTED)
    seen = []

    begun = desk.begin()
    for _ in range(3):
        desk.step()
        found = desk.progress()
        seen.append((found["state"], found["done"], found["total"]))
    # In what is converted already, and in what is not; one comes, one goes, all by the version in force.
    desk.write(edits("visit", one, 1, count=("1", "11")), under=desk.first)
    desk.write(edits("visit", five, 1, count=("5", "55")), under=desk.first)
    desk.write(delete("visit", two, 1), under=desk.first)
    [six] = desk.fill("6")
    still = desk.current.version
    publishing.go_on(desk.database, now=NOW)

    assert begun is not None
    assert begun["state"] == "waiting"
    assert seen == [("running", 0, 5), ("running", 2, 5), ("running", 4, 5)]
    assert still == desk.first
    done = desk.progress()
    assert (done["state"], done["version"], done["problem"]) == ("done", desk.current.version, None)
    held = [desk.values(record)["count"] for record in (one, three, four, five, six)]
    assert held == [11, 3, 4, 55, 6]


@pytest.mark.feature("MET-04")
def test_a_conversion_that_was_cut_goes_on_where_it_was(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.fill(*"123456")
    desk.design(COUNTED)
    desk.begin()
    desk.step()
    desk.step()
    slices: list[int] = []
    real = publishing.convert_after

    def counted(*arguments: Any) -> tuple[int, str | None]:
        found = real(*arguments)
        slices.append(found[0])
        return found

    monkeypatch.setattr(publishing, "convert_after", counted)
    publishing.go_on(desk.database, now=NOW)

    assert sum(slices) == 4
    assert desk.progress()["state"] == "done"


def raced(desk: Desk) -> None:
    """The design moves."""
    desk.design(with_fields(COUNTED, field("more")))


def overtaken(desk: Desk) -> None:
    """Somebody publishes another model past the interface."""
    desk.publish(with_fields(VISIT, field("other")))


def dismissed(desk: Desk) -> None:
    """The designer may not design any more."""
    desk.database.write(lambda session: roles.put_role(session, {**DESIGNER, "privileges": []}))


@pytest.mark.feature("MET-04")
@pytest.mark.parametrize(
    ("meanwhile", "code"),
    [(raced, "design-moved"), (overtaken, "publication-overtaken"), (dismissed, "forbidden")],
)
def test_what_may_not_be_published_when_it_is_converted_fails_with_the_reason(
    desk: Desk, meanwhile: Callable[[Desk], None], code: str
) -> None:
    [one, *_] = desk.fill("1", "2", "3")
    desk.design(COUNTED)
    desk.begin()
    desk.step()

    meanwhile(desk)
    publishing.go_on(desk.database, now=NOW)

    failed = desk.progress()
    assert (failed["state"], failed["problem"]["code"]) == ("failed", code)
    assert desk.values(one)["count"] == "1"


@pytest.mark.feature("MET-04")
def test_values_that_would_stay_behind_end_a_conversion_unless_that_is_wanted(desk: Desk) -> None:
    *_, last = desk.fill("1", "2", "three")
    desk.design(COUNTED)

    desk.begin()
    publishing.go_on(desk.database, now=NOW)
    refused = desk.progress()
    desk.begin(leave=True)
    publishing.go_on(desk.database, now=NOW + dt.timedelta(minutes=1))

    assert (refused["state"], refused["problem"]["code"]) == ("failed", "field-not-convertible")
    assert desk.values(last) == {"name": "nthree"}


@pytest.mark.feature("MET-04")
def test_one_conversion_at_a_time(desk: Desk) -> None:
    desk.fill("1", "2", "3")
    desk.design(COUNTED)
    desk.begin()

    with pytest.raises(Conflict, match="publication-under-way"):
        desk.begin()
