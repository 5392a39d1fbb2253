"""Tests that the front end's imports only point down."""

from pathlib import Path

import pytest

from tests.house.sources import place, sources
from tests.house.typescript_layers import violations

FILES = list(sources(".ts", ".tsx", folders=("frontend", "service_worker")))


@pytest.mark.parametrize("path", FILES, ids=place)
def test_a_file_of_the_front_end_uses_only_what_lies_below_it(path: Path) -> None:
    source = path.read_text()

    found = list(violations(place(path), source))

    assert found == []


WRONG = [
    ("frontend/values/money.ts", 'import { pull } from "../sync/pull";'),
    ("frontend/sync/engine.ts", 'import { openDB } from "idb";'),
    ("frontend/sync/engine.ts", 'import { Toast } from "../ui/toast";'),
    ("frontend/sync/engine.ts", 'import { signal } from "@preact/signals";'),
    ("frontend/local/records.ts", 'import { get } from "../rest/call";'),
    ("frontend/shared/clock.ts", 'import type { Hello } from "../protocol";'),
    ("frontend/mobile/main.tsx", 'const late = () => import("../designer/document");'),
    ("frontend/designer/preview.tsx", 'export { App } from "../mobile/app";'),
    ("frontend/ui/toast.tsx", "import {\n  one,\n  two,\n} from '../fields/registry';"),
    ("frontend/mobile/photo.ts", "const answer = await fetch(address);"),
    ("frontend/mobile/photo.ts", "const answer = await globalThis.fetch(address);"),
    ("frontend/mobile/words.ts", 'import en from "../../texts/en.json";'),
    ("frontend/surprise/thing.ts", "export const one = 1;"),
    ("service_worker/sw.ts", 'import { App } from "../frontend/mobile/app";'),
    ("service_worker/sw.ts", 'import "../frontend/ui/tokens.css";'),
]


@pytest.mark.parametrize(("path", "source"), WRONG)
def test_the_checker_finds_what_a_file_may_not_use(path: str, source: str) -> None:
    found = list(violations(path, source))

    assert len(found) == 1


RIGHT = [
    ("frontend/local/records.ts", 'import { openDB } from "idb";\nimport type { Row } from "../protocol";'),
    ("frontend/rest/call.ts", "export const call = () => fetch(address);"),
    ("frontend/mobile/photo.ts", "// fetch(address) is for rest alone\nconst one = rest.fetch(address);"),
    ("frontend/shared/messages.ts", 'import en from "../../texts/en.json";'),
    ("service_worker/sw.ts", 'import { push } from "../frontend/sync/push";'),
]


@pytest.mark.parametrize(("path", "source"), RIGHT)
def test_the_checker_accepts_what_a_file_may_use(path: str, source: str) -> None:
    found = list(violations(path, source))

    assert found == []
