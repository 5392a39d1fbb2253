"""``satchel package`` and ``satchel workspace``: packages in and out, designs checked and published."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from backend.accounts.guard import utc_now
from backend.accounts.user import OFFICE
from backend.console import say, tell
from backend.errors import Invalid, Malformed
from backend.metadata import designs, packages, service
from backend.metadata.api import ports
from backend.metadata.findings import Finding, errors
from backend.metadata.package_files import dump, load, write
from backend.metadata.publish import Telling
from backend.metadata.ready_made import folders
from backend.web.installation import installation

package_group = AppGroup("package", help="Workspaces as folders of files.")
workspace_group = AppGroup("workspace", help="Workspaces of this installation.")


@package_group.command("import")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--data/--no-data", default=True, help="Make the package's data as well.")
@click.option("--note", default="", help="What users are told.")
def bring_in(folder: Path, data: bool, note: str) -> None:
    """Bring a package in and publish it."""
    package = load(folder)
    _show_or_exit(packages.check(package))
    telling = Telling(user=OFFICE, now=utc_now(), note={"en": note} if note else {})
    migrate, database = ports().migrate, installation().database
    before = database.read(service.current_version)
    version = database.write(lambda session: packages.install(session, package, telling, migrate=migrate))
    if data:
        ports().seed(package)
    say(
        "cli.package.unchanged" if version == before else "cli.package.imported",
        id=package.id,
        version=version,
    )


@package_group.command("export")
@click.argument("workspace")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def take_out(workspace: str, folder: Path) -> None:
    """Write a published workspace as a package folder."""
    package = installation().database.read(lambda session: packages.export(session, workspace))
    write(dump(package), folder)
    say("cli.package.exported", id=workspace, folder=str(folder))


@package_group.command("list")
def ready_made() -> None:
    """List the ready-made packages."""
    for folder in folders():
        try:
            package = load(folder)
        except Malformed as error:
            tell(error)
            continue
        click.echo(f"{package.id}\t{package.version}\t{package.title.get('en', '')}\t{folder}")


@workspace_group.command("list")
def list_workspaces() -> None:
    """List designs with their published versions."""
    for row in installation().database.read(designs.summaries):
        title = row["title"].get("en") or next(iter(row["title"].values()), "")
        changed = "*" if row["changed"] else ""
        click.echo(f"{row['id']}\t{row['published_version']}{changed}\t{title}")


@workspace_group.command("validate")
@click.argument("workspace")
def validate(workspace: str) -> None:
    """Check a design; ends with an error when it cannot be published."""
    found = installation().database.read(lambda session: designs.findings(session, workspace))
    _show_or_exit(found)
    say("cli.workspace.sound", id=workspace)


@workspace_group.command("publish")
@click.argument("workspace")
@click.option("--note", default="", help="What users are told.")
@click.option("--role", "roles", multiple=True, help="A role that sees it; as before when none is given.")
@click.option("--urgency", type=click.Choice(["silent", "soft", "hard"]), default="soft")
def publish_workspace(workspace: str, note: str, roles: tuple[str, ...], urgency: str) -> None:
    """Publish a design as it is now."""
    now, migrate = utc_now(), ports().migrate

    def work(session: Session) -> int:
        shown = designs.design(session, workspace)
        publication = {
            "revision": shown["revision"],
            "note": {"en": note} if note else {},
            "roles": list(roles) or shown["roles"],
            "urgency": urgency,
        }
        return designs.publish(session, OFFICE, workspace, publication, migrate=migrate, now=now)

    say("cli.workspace.published", id=workspace, version=installation().database.write(work))


def _show_or_exit(found: list[Finding]) -> None:
    for finding in found:
        click.echo(f"{finding.level}\t{finding.document}: {'/'.join(finding.path)}", err=True)
        tell(finding.refusal(Invalid))
    if errors(found):
        raise click.exceptions.Exit(1)
