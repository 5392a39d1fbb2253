"""The ``simulate`` command: the long run of the simulation, with as many steps as are asked for.

``python3 dev.py simulate --steps 1000000 --seed 7`` is one; ``--help`` lists the rest. Ctrl-C ends it, and it
reports what it has seen until then.
"""

import os
import sys

from scripts import build, python_environment
from scripts.steps import ROOT, one_at_a_time


def main(arguments: list[str]) -> int:
    with one_at_a_time():
        node = build.prepared()
    environment = {**node.environment, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    sys.stdout.flush()
    os.chdir(ROOT)
    python = str(python_environment.PYTHON)
    os.execve(python, [python, "-m", "tests.simulation.long", *arguments], environment)
