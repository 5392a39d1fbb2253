"""The ``screens`` command: every screen as a picture in ``var/screens``, to be compared at a glance.

Sets up and builds; the walk through the product is ``tests/e2e/screens.py``, which needs
the development environment.
"""

import os
import subprocess

from scripts import build, chromium, python_environment
from scripts.steps import ROOT, one_at_a_time


def main(arguments: list[str]) -> int:
    with one_at_a_time():
        build.prepared()
        environment = {**os.environ, "CHROMIUM": chromium.ensure()}
    command = [str(python_environment.PYTHON), "-m", "tests.e2e.screens", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
