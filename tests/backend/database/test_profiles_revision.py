"""The one profile of before becomes the first of many, and can be taken back."""

from __future__ import annotations

import json
from contextlib import closing
from typing import Any
from uuid import uuid4

import pytest
from alembic import command
from sqlalchemy import text

from backend.config import Settings
from backend.database import Database
from backend.database.migrations import _config, _with_connection

OLD = {
    "id": "everyone",
    "version": 2,
    "label": {"en": "Everyone"},
    "entities": [{"id": "order", "rule": {"kind": "mine"}, "files": "all", "stage": 1}],
}


def to(database: Database, revision: str, *, back: bool = False) -> None:
    move = command.downgrade if back else command.upgrade
    _with_connection(database, lambda connection: move(_config(connection), revision))


def rows(database: Database, query: str) -> list[tuple[Any, ...]]:
    return database.read(lambda session: [tuple(row) for row in session.execute(text(query))])


def document(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def before(database: Database) -> None:
    model, nobody = json.dumps({"version": 1, "entities": []}), str(uuid4())

    def work(session: Any) -> None:
        run = session.execute
        run(text("INSERT INTO model_version VALUES (1, :model, '[]')"), {"model": model})
        run(text("INSERT INTO profile_version VALUES ('everyone', 2, :old)"), {"old": json.dumps(OLD)})
        run(
            text(
                "INSERT INTO publication"
                " (version, mark, at, by, by_name, note, urgency, model, workspaces, profile)"
                " VALUES (7, :mark, '2026-11-21T12:00:00.000Z', :by, 'x', '{}', 'soft', 1, '{}', 2)"
            ),
            {"mark": str(uuid4()), "by": nobody},
        )

    database.write(work)


@pytest.mark.feature("DAT-09")
def test_stored_profiles_get_many_rules_and_stay_assigned_to_everyone(empty: Settings) -> None:
    with closing(Database(empty)) as database:
        to(database, "0002")
        before(database)

        to(database, "0003")

        ((profiles,),) = rows(database, "SELECT profiles FROM publication")
        assert document(profiles) == {"everyone": 2}
        ((stored,),) = rows(database, "SELECT document FROM profile_version")
        assert document(stored) == {
            "id": "everyone",
            "version": 2,
            "label": {"en": "Everyone"},
            "keepDays": 7,
            "entities": [
                {
                    "id": "order",
                    "rules": [{"kind": "mine"}],
                    "fields": None,
                    "files": "all",
                    "images": None,
                    "direction": "two_way",
                    "interval": None,
                    "stage": 1,
                }
            ],
        }
        assert rows(database, "SELECT profile, kind, target FROM profile_assignment") == [
            ("everyone", "everyone", "")
        ]


def test_it_can_be_taken_back(empty: Settings) -> None:
    with closing(Database(empty)) as database:
        to(database, "0002")
        before(database)
        to(database, "0003")

        to(database, "0002", back=True)

        assert rows(database, "SELECT profile FROM publication") == [(2,)]
        ((stored,),) = rows(database, "SELECT document FROM profile_version")
        assert document(stored) == OLD


def test_an_installation_without_a_publication_begins_with_nothing_assigned(empty: Settings) -> None:
    with closing(Database(empty)) as database:
        to(database, "0003")

        assert rows(database, "SELECT profile FROM profile_assignment") == []
        assert len(rows(database, "SELECT mark FROM wish_version")) == 1
