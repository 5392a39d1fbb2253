"""The first start: ready-made workspaces published, people who can sign in, data made.

One transaction: the installation is empty afterwards, or whole. Photographs are blobs and
go in before it; what a broken start leaves of them is collected as unused.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy.orm import Session

from backend.accounts import passwords, teams
from backend.accounts import service as accounts
from backend.accounts.user import OFFICE, User
from backend.config import Settings
from backend.console import say
from backend.database import Database
from backend.demo.people import Employee, Staff, first_email, spread, staff
from backend.errors import Invalid
from backend.metadata import packages, publish
from backend.metadata import service as metadata
from backend.metadata.package_files import Package, load
from backend.metadata.practice import recipes, vocabulary
from backend.metadata.practice.source import Made, Source
from backend.metadata.publish import Telling
from backend.records import blobs, tables
from backend.records import staff as staff_records
from backend.records.blob_store import BlobStore
from backend.records.bulk import apply_many
from backend.web.installation import Installation

PACKAGES: Final = Path(__file__).resolve().parents[2] / "workspaces"
READY_MADE: Final = ("expense_management", "sales_orders")
SEED: Final = 20_261_121


@dataclass(frozen=True)
class Demonstration:
    """All that a first start brings in, made before anything is written."""

    staff: Staff
    packages: tuple[Package, ...]
    password_hash: str
    records: tuple[tuple[Package, tuple[Made, ...]], ...]


def step(home: Installation) -> None:
    """Run as a first step of the installation's start; tell how its people sign in."""
    store, now = BlobStore(home.settings.data / "blobs"), dt.datetime.now(dt.UTC)
    first_start(home.database, home.settings, store, now)
    if home.settings.demo:
        say("serve.demo.people", email=first_email(), password=demo_password(home.settings))


def seed(home: Installation, package: Package) -> None:
    """Make the data of a ready-made package that was imported by command; nothing for any other package."""
    store, now = BlobStore(home.settings.data / "blobs"), dt.datetime.now(dt.UTC)
    owners = [account.person for account in home.database.read(accounts.accounts)]
    ready = package if package.id in READY_MADE else dataclasses.replace(package, data=None)
    records = tuple(made_by(ready, Source(SEED, now.date()), home.settings.demo_scale, owners))
    pictures = {made.id: keep_pictures(home.database, store, made, now) for made in records if made.files}
    home.database.write(lambda session: write_records(session, records, pictures, now))


def first_start(database: Database, settings: Settings, store: BlobStore, now: dt.datetime) -> None:
    """Fill an empty installation; one that has been started before gets what is new in the product's own.

    The product's own entities gain fields from one version to the next.
    """
    if not settings.demo or database.read(metadata.current_version):
        database.write(lambda session: publish.ensure_built_in(session, migrate=tables.migrate, now=now))
        return
    say("serve.demo.making")
    demonstration = make(database, settings, now)
    pictures = {
        made.id: keep_pictures(database, store, made, now)
        for _, records in demonstration.records
        for made in records
        if made.files
    }
    database.write(lambda session: bring_in(session, demonstration, pictures, now))
    say("serve.demo.made", records=sum(len(records) for _, records in demonstration.records))


def make(database: Database, settings: Settings, now: dt.datetime) -> Demonstration:
    """Read the packages and make their records; the same seed and day give the same."""
    source = Source(SEED, now.date())
    people = staff(source)
    ready = tuple(load(PACKAGES / name) for name in READY_MADE)
    password = demo_password(settings)
    hashed = database.offload(lambda: passwords.hashed(password))
    scale = settings.demo_scale
    records = tuple(
        (package, tuple(spread(made_by(package, source, scale, people.office), people.sellers)))
        for package in ready
    )
    return Demonstration(people, ready, hashed, records)


def made_by(package: Package, source: Source, scale: float, people: Sequence[str]) -> Iterable[Made]:
    """Return the records of a ready-made package by its recipe."""
    if package.data is None:
        return ()
    recipe = recipes.load(PACKAGES / package.id / package.data)
    return recipe.records(source, scale, people)


def bring_in(
    session: Session, demonstration: Demonstration, pictures: Mapping[str, dict[str, Any]], now: dt.datetime
) -> None:
    """Write everything: publications, people with accounts, records."""
    for package in demonstration.packages:
        packages.install(session, package, Telling(user=OFFICE, now=now), migrate=tables.migrate)
    accounts.name_organisation(session, demonstration.staff.organisation)
    write_records(session, demonstration.staff.records, {}, now)
    for employee in demonstration.staff.employees:
        _let_in(session, employee, demonstration.password_hash, now)
    for team in demonstration.staff.teams:
        teams.set_members(session, OFFICE, team.team, team.members, touch=staff_records.touch, now=now)
    for _, records in demonstration.records:
        write_records(session, records, pictures, now)


def write_records(
    session: Session, records: Iterable[Made], pictures: Mapping[str, dict[str, Any]], now: dt.datetime
) -> None:
    """Write made-up records through the one write path.

    :raises Invalid: one was refused: its recipe does not fit its model, or it is here already
    """
    current = metadata.current(session)
    acts = (_act(made, pictures.get(made.id, {})) for made in records)
    for outcome in apply_many(session, OFFICE, acts, metadata=current, now=now):
        if problem := outcome["problem"]:
            raise Invalid(problem["code"], field=problem.get("field"), **problem["arguments"])


def keep_pictures(database: Database, store: BlobStore, made: Made, now: dt.datetime) -> dict[str, Any]:
    """Store the pictures of a record as its owner's blobs and return the values that refer to them."""
    owner = User(account=0, person=made.owner or OFFICE.person, name="")
    values = {}
    for field, content in made.files.items():
        identity = made.id[:-12] + hashlib.sha256(f"{made.id} {field}".encode()).hexdigest()[:12]
        digest = hashlib.sha256(content).hexdigest()
        chunk = blobs.Chunk(0, content, len(content), digest)
        blobs.receive(database, store, owner, identity, chunk, now=now)
        values[field] = {
            "blob": identity,
            "name": f"{field}.jpg",
            "type": "image/jpeg",
            "size": len(content),
            "sha256": digest,
            "width": 600,
            "height": 800,
        }
    return values


def demo_password(settings: Settings) -> str:
    """Return the password of the demonstration's people: as set, or made once and kept in the data folder."""
    if settings.demo_password:
        return settings.demo_password
    path = settings.data / "demo-password.txt"
    if not path.exists():
        words = [vocabulary.ascii_name(secrets.choice(vocabulary.COMPANY_STEMS)) for _ in range(3)]
        password = f"{'-'.join(words)}-{secrets.randbelow(9000) + 1000}"
        path.touch(mode=0o600)
        path.write_text(password + "\n", encoding="utf-8")
    return path.read_text(encoding="utf-8").strip()


def _act(made: Made, pictures: Mapping[str, Any]) -> dict[str, Any]:
    values = {field: value for field, value in {**made.values, **pictures}.items() if value is not None}
    return {"kind": "create", "entity": made.entity, "record": made.id, "values": values, "owner": made.owner}


def _let_in(session: Session, employee: Employee, password_hash: str, now: dt.datetime) -> None:
    accounts.create_account(
        session,
        person=employee.person,
        name=employee.name,
        email=employee.email,
        password_hash=password_hash,
        now=now,
        language=employee.language,
        zone=employee.zone,
        roles=employee.roles,
    )
