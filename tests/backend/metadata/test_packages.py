"""Packages: folders in, installations out, and the same again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from backend.accounts import roles
from backend.accounts.rights import whole_rights
from backend.accounts.user import OFFICE
from backend.database import Database
from backend.errors import AppError, Conflict, Invalid, Malformed
from backend.metadata import packages, service
from backend.metadata.documents import whole
from backend.metadata.findings import errors
from backend.metadata.package_files import Package, ProposedProfile, dump, load, write
from backend.metadata.publish import Telling
from backend.protocol.metadata import Role as RoleShape
from tests.backend.metadata.builders import CUSTOMER, NOW, ORDER, entity, field, part, put, role, workspace
from tests.backend.metadata.conftest import Office, Tables

READY_MADE = sorted(path.parent for path in (Path(__file__).parents[3] / "workspaces").glob("*/package.json"))
TELLING = Telling(user=OFFICE, now=NOW, note={"en": "From a package"})

READS, EDITS = whole_rights(read="all"), whole_rights(edit="all")


def package(**more: Any) -> Package:
    given: dict[str, Any] = {
        "id": "orders",
        "title": {"en": "Orders", "sv": "Order"},
        "version": "1.0.0",
        "workspace": workspace(),
        "entities": [CUSTOMER, ORDER],
        "rules": [part("order", "all", files="all", stage=1)],
        "roles": [whole(RoleShape, role("seller", entities={"order": READS}, workspaces=["orders"]))],
        "images": {"cover.png": b"\x89PNG"},
    }
    return Package(**{**given, **more})


@pytest.fixture
def install(database: Database, tables: Tables) -> Callable[[Package], int]:
    def bring_in(one: Package) -> int:
        return database.write(lambda session: packages.install(session, one, TELLING, migrate=tables.migrate))

    return bring_in


def export(database: Database, name: str = "orders") -> Package:
    return database.read(lambda session: packages.export(session, name))


def test_a_package_written_and_read_is_the_same(tmp_path: Path) -> None:
    write(dump(package()), tmp_path)

    assert load(tmp_path) == package()


def test_what_is_written_is_the_same_text_whatever_the_order_of_keys(tmp_path: Path) -> None:
    def shuffled(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: shuffled(value[key]) for key in sorted(value, reverse=True)}
        return [shuffled(one) for one in value] if isinstance(value, list) else value

    one = package()

    files = dump(replace(one, workspace=shuffled(one.workspace), entities=shuffled(one.entities)))

    assert files == dump(one)
    assert files["workspace.json"].startswith(b'{\n  "id": "orders",\n  "title": {\n    "en": "Orders"')
    assert b"null" not in b"".join(files[name] for name in ("model.json", "workspace.json", "roles.json"))


def test_an_exported_package_brings_the_same_workspace_elsewhere(
    database: Database, install: Callable[[Package], int], tmp_path: Path
) -> None:
    install(package())

    exported = export(database)

    write(dump(exported), tmp_path)
    assert load(tmp_path) == exported
    assert (exported.workspace, exported.entities) == (package().workspace, package().entities)
    assert exported.rules == [
        part("order", "all", files="all", stage=1),
        part("customer", "all", stage=3),
    ]
    assert [(one["id"], one["workspaces"]) for one in exported.roles] == [("seller", ["orders"])]


def test_installing_publishes_for_the_roles_of_the_package(
    database: Database, install: Callable[[Package], int]
) -> None:
    version = install(package())

    published = database.read(service.current)
    assert published.version == version == 2
    assert list(published.workspaces) == ["orders"]
    assert database.read(lambda session: roles.roles_that_see(session, "orders")) == ["seller"]


def test_installing_the_same_again_publishes_nothing(install: Callable[[Package], int]) -> None:
    first = install(package())

    assert install(package()) == first


def test_a_newer_package_publishes_what_is_new(install: Callable[[Package], int], database: Database) -> None:
    first = install(package())
    newer = entity("customer", *CUSTOMER["fields"], field("vat"))

    second = install(package(entities=[newer, ORDER]))

    assert second == first + 1
    assert "vat" in database.read(service.current).entity("customer").fields


def test_packages_share_an_entity_and_lose_nothing_of_it(
    install: Callable[[Package], int], database: Database
) -> None:
    lean = entity("customer", CUSTOMER["fields"][0], field("vat"))
    install(package())

    install(
        package(
            id="customers", workspace=workspace("customers", "customer"), entities=[lean], rules=[], roles=[]
        )
    )

    assert list(database.read(service.current).entity("customer").fields) == ["name", "city", "phone", "vat"]


@pytest.mark.parametrize(
    ("clashing", "place"),
    [
        (field("city", "integer"), "entities/customer/fields/city/type"),
        (field("city", "lookup", target="order"), "entities/customer/fields/city/type"),
    ],
)
def test_an_entity_that_stores_something_else_is_refused_with_the_place(
    install: Callable[[Package], int], database: Database, clashing: dict[str, Any], place: str
) -> None:
    install(package())
    other = entity("customer", CUSTOMER["fields"][0], clashing)

    with pytest.raises(Conflict) as error:
        install(package(entities=[other, ORDER]))

    assert (error.value.code, error.value.field) == ("model-clash", place)
    assert database.read(service.current_version) == 2


def test_what_a_designer_has_under_way_in_the_model_stays_under_way(
    office: Office, install: Callable[[Package], int]
) -> None:
    office.create("customers", "customer")

    install(package(entities=[entity("customer", *CUSTOMER["fields"], field("vat")), ORDER]))

    ids = [one["id"] for one in office.show("customers")["model"]["entities"]]
    assert ids[-2:] == ["customer", "order"]
    assert office.show("customers")["findings"] == []


def test_a_package_with_a_reference_to_nothing_is_refused(
    install: Callable[[Package], int], database: Database
) -> None:
    broken = workspace()
    broken["pages"][0]["blocks"][0]["title"] = "gone"

    found = errors(packages.check(package(workspace=broken)))
    with pytest.raises(Invalid) as error:
        install(package(workspace=broken))

    place = "pages/order_list/blocks/rows/title"
    assert [("/".join(one.path), one.code) for one in found] == [(place, "design-missing-field")]
    assert (error.value.code, error.value.field) == ("design-missing-field", place)
    assert database.read(service.current_version) == 0, "nothing of it stays"


def test_a_role_that_is_there_gains_rights_and_no_privileges(
    install: Callable[[Package], int], database: Database
) -> None:
    def make(session: Session) -> None:
        roles.put_role(session, role("seller", entities={"order": EDITS}, privileges=["use_app"]))

    database.write(make)
    greedy = role("seller", entities={"order": READS}, workspaces=["orders"], privileges=["administer"])

    install(package(roles=[greedy]))

    found = database.read(lambda session: roles.role(session, "seller"))
    assert found["entities"]["order"] == whole_rights(read="all", edit="all")
    assert found["privileges"] == ["use_app"]


@pytest.mark.parametrize(
    ("rights", "place", "code"),
    [
        ({"invoice": READS}, "entities/invoice", "role-missing-entity"),
        ({"order": whole_rights(read="own")}, "entities/order/read", "role-depth"),
        ({"order": whole_rights(read="all", hidden=["colour"])}, "entities/order/hidden/colour",
         "role-missing-field"),
        ({"order": whole_rights(read="all", hidden=["number"])}, "entities/order/hidden/number",
         "role-hides-title"),
    ],
)  # fmt: skip
def test_a_role_that_speaks_of_what_there_is_not_is_refused_with_its_place(
    install: Callable[[Package], int], database: Database, rights: dict[str, Any], place: str, code: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        install(package(roles=[role("seller", entities=rights, workspaces=["orders"])]))

    assert (refusal.value.code, refusal.value.field) == (code, place)
    assert database.read(service.current_version) == 0, "nothing of it stays"


def damaged(folder: Path, name: str, change: Callable[[Any], Any] | bytes | None) -> None:
    path = folder / name
    if change is None:
        path.unlink()
    elif isinstance(change, bytes):
        path.write_bytes(change)
    else:
        path.write_text(json.dumps(change(json.loads(path.read_text()))))


DAMAGE: list[tuple[str, Callable[[Any], Any] | bytes | None, str, str | None]] = [
    ("model.json", None, "package-file-missing", None),
    ("workspace.json", b'{"id": }', "package-not-json", None),
    ("workspace.json", b"\xff\xfe", "package-not-json", None),
    ("workspace.json", lambda it: {**it, "extra": 1}, "package-shape", "workspace.json#extra"),
    ("workspace.json", lambda it: {**it, "accent": "beige"}, "package-shape", "workspace.json#accent"),
    ("workspace.json", lambda it: {**it, "pages": 7}, "package-shape", "workspace.json#pages"),
    (
        "model.json",
        lambda it: {
            "entities": [{**it["entities"][0], "fields": [{"id": "x", "type": "colour", "label": {}}]}]
        },
        "package-shape",
        "model.json#entities/customer/fields/x/type",
    ),
    ("roles.json", lambda it: [{"label": {}}], "package-shape", "roles.json#roles/0/id"),
    ("package.json", lambda it: {**it, "model": "../../etc/passwd"}, "package-shape", "package.json#model"),
    ("package.json", b"[]", "package-shape", "package.json#"),
]


@pytest.mark.parametrize(("name", "change", "code", "place"), DAMAGE)
def test_a_damaged_package_is_refused_with_file_and_place(
    tmp_path: Path, name: str, change: Callable[[Any], Any] | bytes | None, code: str, place: str | None
) -> None:
    write(dump(package()), tmp_path)
    damaged(tmp_path, name, change)

    with pytest.raises(Malformed) as error:
        load(tmp_path)

    assert (error.value.code, error.value.arguments["file"]) == (code, name)
    if place is not None:
        assert error.value.field == place


@pytest.mark.parametrize("folder", READY_MADE, ids=lambda folder: folder.name)
def test_a_ready_made_package_is_sound_and_round_trips(folder: Path, tmp_path: Path) -> None:
    one = load(folder)

    write(dump(one), tmp_path)

    assert errors(packages.check(one)) == []
    assert load(tmp_path) == one


def test_ready_made_packages_live_together(database: Database) -> None:
    from backend.records import tables

    def work(session: Session) -> list[str]:
        for folder in READY_MADE:
            packages.install(session, load(folder), TELLING, migrate=tables.migrate)
        return list(service.current(session).workspaces)

    installed = database.write(work)

    assert installed == sorted(folder.name for folder in READY_MADE)
    for name in installed:
        exported = export(database, name)
        assert exported.workspace == load(next(one for one in READY_MADE if one.name == name)).workspace


def test_export_of_nothing_published_is_refused(office: Office) -> None:
    office.create()
    office.edit(put([], "icon", "car", "truck"))

    with pytest.raises(AppError) as error:
        export(office.database)

    assert error.value.code == "unknown-workspace"


PROPOSED = whole(
    ProposedProfile,
    {
        "id": "order_desk",
        "label": {"en": "Order desk"},
        "entities": [part("order", "all"), part("customer", "all")],
        "roles": ["seller"],
    },
)


@pytest.mark.feature("DAT-09")
def test_a_package_proposes_profiles_for_its_roles_and_takes_them_along(
    install: Callable[[Package], int], database: Database, tmp_path: Path
) -> None:
    write(dump(package(profiles=[PROPOSED])), tmp_path)
    proposing = load(tmp_path)
    assert proposing.profiles == [PROPOSED]

    version = install(proposing)

    published = database.read(service.current)
    assert published.version == version
    assert published.profiles["order_desk"]["entities"] == PROPOSED["entities"]
    assert export(database).profiles == [PROPOSED]
    assert install(proposing) == version


def test_a_profile_that_the_organisation_has_stays_as_it_is(
    install: Callable[[Package], int], database: Database
) -> None:
    install(package(profiles=[PROPOSED]))
    newer = {**PROPOSED, "entities": [part("customer", "all")]}

    install(package(profiles=[newer], workspace=workspace(title={"en": "Newer"})))

    published = database.read(service.current).profiles["order_desk"]
    assert (published["version"], published["entities"]) == (1, PROPOSED["entities"])


def test_a_package_whose_profile_leads_nowhere_is_refused_with_the_place(
    install: Callable[[Package], int],
) -> None:
    wrong = {**PROPOSED, "entities": [part("order", {"kind": "related", "by": [{"path": "customer"}]})]}

    found = errors(packages.check(package(profiles=[wrong])))
    with pytest.raises(Invalid) as error:
        install(package(profiles=[wrong]))

    assert [one.code for one in found] == ["design-profile-related-outside"]
    assert error.value.field == "entities/order/rules/0/by/0/path"
