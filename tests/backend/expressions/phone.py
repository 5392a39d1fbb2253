"""The phone's evaluator in Node, as a program that answers line by line."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from scripts import node_environment
from scripts.build import DIST_NODE, sources
from scripts.steps import ROOT, digest, once


def built() -> Path:
    """Return the program, built if it is out of date."""
    node = node_environment.ensure()
    vite = [str(node.program), str(node.tool("vite")), "build", "--mode", "simulation", "--logLevel", "warn"]

    def build() -> None:
        subprocess.run(vite, cwd=ROOT, env=node.environment, check=True)

    once(DIST_NODE / ".stamp", digest(*sources()), build)
    return DIST_NODE / "expressions.js"


class Phone:
    """A running evaluator that knows one world."""

    def __init__(self, script: Path, setting: Mapping[str, Any]) -> None:
        node = node_environment.ensure()
        self._process = subprocess.Popen(
            [str(node.program), str(script)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self._say(setting)

    def holds(self, tree: Mapping[str, Any], context: int) -> list[bool]:
        """Return for each record, in order of ids, whether it meets a condition."""
        return self._ask({"tree": tree, "context": context}, "holds")

    def values(self, tree: Mapping[str, Any], context: int) -> list[Any]:
        """Return for each record, in order of ids, what a rule computes."""
        return self._ask({"tree": tree, "context": context, "rule": True}, "values")

    def formula(self, tree: Mapping[str, Any]) -> dict[str, Any]:
        """Return a rule's formula as the designer shows it, and what that reads back as."""
        answer: dict[str, Any] = self._ask({"tree": tree, "context": 0, "formula": True}, "formula")
        return answer

    def __enter__(self) -> Phone:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.stdin.close()  # type: ignore[union-attr]
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._process.stdout.close()  # type: ignore[union-attr]

    def _ask(self, question: Mapping[str, Any], key: str) -> Any:
        self._say(question)
        line = self._process.stdout.readline()  # type: ignore[union-attr]
        answer = json.loads(line) if line else {"error": "the evaluator has ended"}
        if key not in answer:
            raise AssertionError(f"the phone does not answer {question}: {answer}")
        return answer[key]

    def _say(self, message: Mapping[str, Any]) -> None:
        assert self._process.stdin is not None
        # Escaped, for a half character cannot be written as UTF-8.
        self._process.stdin.write(json.dumps(message) + "\n")
        self._process.stdin.flush()
