"""``satchel restored``: what an administrator runs after he has put the database back to a backup."""

from __future__ import annotations

import datetime as dt

import click

from backend.console import say
from backend.records.blob_store import BlobStore
from backend.sync.restored import begin_anew
from backend.web.installation import installation


@click.command("restored")
@click.option("--sign-out", is_flag=True, help="End all sign-ins, as some that were ended run again.")
def restored(sign_out: bool) -> None:
    """Tell the installation that its database is a backup: devices send again what it has lost."""
    from backend.database.migrations import migrate

    home = installation()
    # The backup may be of an earlier version.
    migrate(home.database)
    store = BlobStore(home.settings.data / "blobs")
    begun = begin_anew(home.database, store, now=dt.datetime.now(dt.UTC), sign_out=sign_out)
    say("cli.restored.begun", head=begun.head)
    say("cli.restored.expect")
    if begun.missing:
        say("cli.restored.missing", count=begun.missing)
