"""The landing page of a workspace: which pages it offers."""

from __future__ import annotations

from backend.metadata.model import Document


def on_landing_page(page: Document) -> bool:
    """Say whether a page can be opened from the landing page of its workspace, without a record to show."""
    return page["kind"] != "detail" and not page["hidden"]
