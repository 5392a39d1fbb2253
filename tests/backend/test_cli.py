"""The command line: every feature's commands are there, and a wrong setting is a sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "backend.cli", *words],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_help_lists_the_commands_of_every_feature(tmp_path: Path) -> None:
    shown = run("--help", DATA=str(tmp_path))

    listed = {line.split()[0] for line in shown.stdout.partition("Commands:")[2].splitlines() if line.strip()}
    assert listed == {"database", "experience", "jobs", "package", "restored", "role", "user", "workspace"}


def test_a_wrong_setting_is_told_in_a_sentence_and_ends_with_an_error(tmp_path: Path) -> None:
    refused = run("user", "list", DATA=str(tmp_path), PORT="banana")

    assert refused.returncode == 1
    assert refused.stderr.startswith("PORT is “banana”")
