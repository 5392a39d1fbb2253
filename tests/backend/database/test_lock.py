"""The lock of a data folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from backend.database.lock import hold_data_folder
from backend.errors import SetupError


def test_a_folder_is_held_once_and_names_its_holder(tmp_path: Path) -> None:
    held = hold_data_folder(tmp_path)

    with pytest.raises(SetupError) as refusal:
        hold_data_folder(tmp_path)

    assert refusal.value.code == "data-folder-in-use"
    assert refusal.value.arguments == {"folder": str(tmp_path), "process": str(os.getpid())}
    os.close(held)


def test_a_folder_is_free_when_its_holder_is_gone(tmp_path: Path) -> None:
    os.close(hold_data_folder(tmp_path))

    held = hold_data_folder(tmp_path)

    os.close(held)
