"""Debian and Ubuntu packages, for the few things that PyPI and npm do not have.

Only root may install them; everyone else gets the sentence that says what to
install.
"""

import os
import shutil

from scripts.steps import StepError, run


def install(*packages: str, why: str) -> None:
    """Install packages by apt-get, or raise :class:`StepError` where that is not possible."""
    names = " ".join(packages)
    apt = shutil.which("apt-get")
    if apt is None:
        raise StepError(f"{why}: please install it (on Debian: {names}).")
    if os.geteuid() != 0:
        raise StepError(f"{why}: please run  sudo apt-get install {names}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run("package lists updated", apt, "update", "-qq", environment=quiet)
    run(
        f"installed {names} by apt",
        apt,
        "install",
        "-y",
        "-qq",
        "--no-install-recommends",
        *packages,
        environment=quiet,
    )
