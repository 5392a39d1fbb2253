"""Sorts the message catalogues by key: ``python3 scripts/sort_texts.py``."""

import json
from pathlib import Path

TEXTS = Path(__file__).resolve().parents[1] / "texts"


def sorted_text(text: str) -> str:
    return json.dumps(json.loads(text), indent=2, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    for path in TEXTS.glob("*.json"):
        path.write_text(sorted_text(path.read_text()))
