"""What a check found: a document, the place in it, a problem, and how bad it is.

Places are paths as patches have them, so the designer can show the node at fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from backend.errors import AppError
from backend.expressions import tree

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect of a design. An error keeps it from being published."""

    document: Literal["workspace", "model", "profile", "role"]
    path: tuple[str, ...]
    code: str
    arguments: dict[str, Any] = field(default_factory=dict)
    level: Level = "error"

    @property
    def key(self) -> tuple[Any, ...]:
        """What makes two findings the same defect."""
        return (self.document, self.path, self.code, tuple(sorted(self.arguments.items())))

    def wire(self) -> dict[str, Any]:
        """Return the shape that travels (:class:`backend.protocol.designs.Finding`)."""
        problem = {"code": self.code, "arguments": self.arguments, "field": "/".join(self.path)}
        return {"document": self.document, "path": list(self.path), "problem": problem, "level": self.level}

    def refusal(self, error: type[AppError], **more: Any) -> AppError:
        """Return the finding as an error to raise, with its place."""
        place = "/".join(self.path)
        return error(
            self.code, field=place, **{**self.arguments, **more, "document": self.document, "place": place}
        )


class Findings:
    """Collects findings of one document while its nodes are walked."""

    def __init__(self, document: Literal["workspace", "model", "profile", "role"]) -> None:
        self._document = document
        self.all: list[Finding] = []

    def error(self, path: Sequence[str], code: str, **arguments: Any) -> None:
        """Note what keeps the design from being published."""
        self.all.append(Finding(self._document, tuple(path), f"design-{code}", arguments))

    def condition(self, path: Sequence[str], finding: tree.Finding) -> None:
        """Note what is wrong inside a condition; its code and sentence are the expressions' own."""
        self.all.append(Finding(self._document, tuple(path), finding.code, dict(finding.arguments)))

    def warning(self, path: Sequence[str], code: str, **arguments: Any) -> None:
        """Note what is allowed and probably not meant."""
        self.all.append(Finding(self._document, tuple(path), f"design-{code}", arguments, "warning"))

    def ids(
        self, nodes: Iterable[Any], path: Sequence[str], retired: frozenset[str] | set[str] = frozenset()
    ) -> None:
        """Note ids that stand twice in one list, and lasting ids that were used before."""
        seen: set[str] = set()
        for node in nodes:
            place = (*path, node["id"])
            if node["id"] in seen:
                self.error(place, "id-twice", id=node["id"])
            seen.add(node["id"])
            if "/".join(place) in retired:
                self.error(place, "id-used-before", id=node["id"])


def errors(found: Iterable[Finding]) -> list[Finding]:
    """Return the findings that keep a design from being published."""
    return [one for one in found if one.level == "error"]


def new_errors(before: Iterable[Finding], after: Iterable[Finding]) -> list[Finding]:
    """Return the errors that were not there before an edit."""
    known = {one.key for one in before}
    return [one for one in errors(after) if one.key not in known]


REFUSED_AT_SAVE = frozenset(
    {
        "design-missing-entity",
        "design-missing-field",
        "design-missing-page",
        "design-missing-action",
        "design-missing-choice",
        "design-id-twice",
        "design-id-used-before",
        "design-built-in",
        "design-type-change",
    }
)
"""Errors that no edit may bring in, not even for a while: references to nothing, and ids used twice."""
