"""``satchel package`` and ``satchel workspace`` as an administrator types them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from backend.errors import AppError
from backend.metadata import api, service
from backend.metadata.package_files import dump, load, write
from backend.metadata.ports import Ports
from backend.records import effects
from tests.backend.metadata.builders import put
from tests.backend.metadata.conftest import Office
from tests.backend.metadata.test_packages import package


@pytest.fixture
def seeded() -> list[str]:
    return []


@pytest.fixture
def run(app: Flask, office: Office, seeded: list[str]) -> Any:
    """Run a command on the installation."""
    joined = Ports(migrate=office.tables.migrate, effects=effects, seed=lambda found: seeded.append(found.id))
    api.connect(app, joined)
    return lambda *words: app.test_cli_runner().invoke(args=["satchel", *map(str, words)])


@pytest.mark.parametrize("option", ["--data", "--no-data"])
def test_a_package_is_brought_in_and_taken_out_again(
    run: Any, office: Office, seeded: list[str], tmp_path: Path, option: str
) -> None:
    write(dump(package()), tmp_path / "in")

    brought = run("package", "import", tmp_path / "in", option)
    again = run("package", "import", tmp_path / "in", "--no-data")
    taken = run("package", "export", "orders", tmp_path / "out")

    assert (brought.exit_code, again.exit_code, taken.exit_code) == (0, 0, 0), brought.output
    assert office.database.read(service.current_version) == 2
    assert seeded == (["orders"] if option == "--data" else [])
    assert load(tmp_path / "out").workspace == package().workspace
    assert "orders\t1\tOrders" in run("workspace", "list").output


def test_an_unsound_package_is_refused_with_its_places(run: Any, office: Office, tmp_path: Path) -> None:
    broken = package()
    broken.workspace["pages"][0]["blocks"][0]["title"] = "gone"
    write(dump(broken), tmp_path)

    refused = run("package", "import", tmp_path)

    assert refused.exit_code == 1
    assert "error\tworkspace: pages/order_list/blocks/rows/title" in refused.output
    assert office.database.read(service.current_version) == 1


def test_a_design_is_checked_and_published(run: Any, office: Office) -> None:
    office.create("blank", None)
    office.create()

    unsound, sound = run("workspace", "validate", "blank"), run("workspace", "validate", "orders")
    published = run("workspace", "publish", "orders", "--role", "sales", "--note", "Here")
    office.edit(put([], "icon", "car", "truck"))
    again = run("workspace", "publish", "orders")

    assert (unsound.exit_code, sound.exit_code) == (1, 0)
    assert (published.exit_code, again.exit_code) == (0, 0), published.output
    assert office.show()["roles"] == ["sales"]
    assert office.database.read(service.current_version) == 3


def test_an_unsound_design_is_not_published(run: Any, office: Office) -> None:
    office.create("blank", None)

    refused = run("workspace", "publish", "blank")

    assert isinstance(refused.exception, AppError)
    assert refused.exception.code == "design-no-pages"


def test_ready_made_packages_are_listed(run: Any) -> None:
    listed = run("package", "list").output

    assert "sales_orders" in listed
