"""Ready-made packages over HTTP: which there are, and one brought in as a workspace that works at once."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from sqlalchemy.orm import Session

from backend.accounts.guard import current_user, needs, utc_now
from backend.errors import Conflict
from backend.metadata import packages, service
from backend.metadata.api import ports
from backend.metadata.package_files import Package
from backend.metadata.publish import Telling
from backend.metadata.ready_made import ready_made, ready_made_package
from backend.protocol.rest import PackageSummary
from backend.web.installation import installation
from backend.web.speaks import speaks

blueprint = Blueprint("packages", __name__, url_prefix="/api/v1")


@blueprint.get("/packages")
@needs("design")
@speaks(gives=PackageSummary, many=True)
def list_packages() -> Any:
    """List the ready-made packages, and which of them are here already."""
    published = installation().database.read(service.current).workspaces
    return [_told(package, here=package.workspace["id"] in published) for package in ready_made().values()]


@blueprint.post("/packages/<package_id>")
@needs("administer")
@speaks(gives=PackageSummary, status=201)
def bring_in(package_id: str) -> dict[str, Any]:
    """Bring a ready-made package in and publish it: its entities, roles and workspace, without any records.

    Its roles come along with their rights, which is why it takes an administrator.
    """
    package, telling = ready_made_package(package_id), Telling(user=current_user(), now=utc_now())
    migrate = ports().migrate

    def work(session: Session) -> None:
        if package.workspace["id"] in service.current(session).workspaces:
            raise Conflict("package-here", id=package.id)
        packages.install(session, package, telling, migrate=migrate)

    installation().database.write(work)
    return _told(package, here=True)


def _told(package: Package, *, here: bool) -> dict[str, Any]:
    looks = {name: package.workspace[name] for name in ("description", "icon", "accent")}
    return {"id": package.id, "title": package.title, **looks, "here": here}
