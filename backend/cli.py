"""The command line of an installation: ``flask --app app satchel …`` or ``python -m backend.cli …``.

Features add their groups to :data:`satchel`.
"""

from __future__ import annotations

import sys

import click
from flask import current_app
from flask.cli import AppGroup

from backend.console import say, tell
from backend.errors import AppError
from backend.web.installation import installation

satchel = AppGroup("satchel", help="Look after this installation.")
database_group = AppGroup("database", help="The system tables.")
satchel.add_command(database_group)


@database_group.command("upgrade")
def upgrade() -> None:
    """Bring the system tables to the newest revision."""
    from backend.database.migrations import migrate

    home = installation(current_app)
    migrate(home.database)
    say("cli.database.upgraded")


@database_group.command("revision")
@click.option("--message", "-m", required=True, help="What changes, in a few words.")
def revision(message: str) -> None:
    """Write a migration for what the models have that the newest revision has not."""
    from backend.database.migrations import write_revision

    for path in write_revision(message):
        click.echo(path)


def main() -> None:
    """Run the command line on the application that the environment describes, and exit."""
    from backend import create_app

    # Run by its path, this module is "__main__": the group that features fill is the imported module's.
    from backend.cli import satchel as filled

    try:
        app = create_app()
        with app.app_context():
            filled.main(prog_name="satchel")
    except AppError as error:
        tell(error)
        sys.exit(1)


if __name__ == "__main__":
    main()
