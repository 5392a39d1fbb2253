"""All checks of a design: the model's, the workspace's, and what other workspaces lose by a model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from backend.metadata.findings import Finding, new_errors
from backend.metadata.model import Document
from backend.metadata.model_checks import model_findings
from backend.metadata.workspace_checks import workspace_findings

__all__ = ["design_findings", "hurt_workspaces", "model_findings", "workspace_findings"]


def design_findings(
    workspace: Document,
    model: Document,
    *,
    published: Document | None,
    retired_in_model: Iterable[str] = (),
    retired_in_workspace: Iterable[str] = (),
) -> list[Finding]:
    """Return all that is wrong with a workspace and the model beside it, the model first."""
    return [
        *model_findings(model, published=published, retired=retired_in_model),
        *workspace_findings(workspace, model, retired=retired_in_workspace),
    ]


def hurt_workspaces(
    workspaces: Mapping[str, Document], before: Document, after: Document
) -> Iterable[tuple[str, Finding]]:
    """Give each error that a workspace has under the model ``after`` and did not have under ``before``."""
    for name, workspace in workspaces.items():
        for finding in new_errors(
            workspace_findings(workspace, before), workspace_findings(workspace, after)
        ):
            yield name, finding
