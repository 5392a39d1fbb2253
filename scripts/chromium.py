"""The browser of the end-to-end tests.

Playwright drives the Chromium of the system instead of one of its own, which
would be another download. ``CHROMIUM`` names a browser elsewhere.
"""

import os
import shutil

from scripts import debian
from scripts.steps import StepError

NAMES = ("chromium", "chromium-browser", "google-chrome")
PACKAGES = ("chromium", "libatomic1", "fonts-dejavu-core")


def ensure() -> str:
    """Return the path of a Chromium, installing one on Debian when there is none."""
    named = os.environ.get("CHROMIUM")
    if named:
        if found := shutil.which(named):
            return found
        raise StepError(f"CHROMIUM names {named}, which is not a program.")
    if found := on_the_path():
        return found
    if not has_chromium_package():
        raise StepError("the tests need Chromium: install it and name its program in CHROMIUM.")
    debian.install(*PACKAGES, why="the tests need Chromium")
    if found := on_the_path():
        return found
    raise StepError("Chromium was installed but is not on the PATH; name its program in CHROMIUM.")


def on_the_path() -> str | None:
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def has_chromium_package() -> bool:
    """Say whether this is Debian 12 or later: Ubuntu's package is only a link to a snap."""
    try:
        with open("/etc/os-release") as file:
            release = dict(line.rstrip().replace('"', "").split("=", 1) for line in file if "=" in line)
    except OSError:
        return False
    version = release.get("VERSION_ID", "13")
    return release.get("ID") == "debian" and float(version) >= 12
