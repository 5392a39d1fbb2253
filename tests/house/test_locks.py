"""Tests that locks name no host and bundles stay within their size."""

import json
import random
from pathlib import Path

from scripts import bundle_size, lock_hosts


def test_the_locks_of_the_project_name_no_host() -> None:
    assert lock_hosts.problems() == []


def test_a_host_in_any_lock_is_found_and_what_packages_say_of_themselves_is_not(tmp_path: Path) -> None:
    (tmp_path / "requirements.lock").write_text("flask==3.1 \\\n    --hash=sha256:0\n")
    (tmp_path / "uv.lock.txt").write_text("uv @ https://elsewhere.example/uv.whl\n")
    packages = {
        "node_modules/one": {"resolved": "registry/one.tgz"},
        "node_modules/two": {"version": "git+https://elsewhere.example/two.git"},
        "node_modules/three": {"version": "1.0.0", "funding": {"url": "https://three.example"}},
    }
    (tmp_path / "package-lock.json").write_text(json.dumps({"packages": packages}))

    found = lock_hosts.problems(tmp_path)

    assert found == [
        "uv.lock.txt:1 names a host: uv @ https://elsewhere.example/uv.whl",
        "package-lock.json names a host at /packages/node_modules/one/resolved",
        "package-lock.json names a host at /packages/node_modules/two/version",
    ]


def test_what_loads_before_the_first_paint_counts_and_what_loads_later_does_not(tmp_path: Path) -> None:
    noise = random.Random(1)
    for name, size in (("main", 30_000), ("shared", 30_500), ("late", 90_000)):
        (tmp_path / f"{name}.js").write_bytes(noise.randbytes(size))
    manifest = {
        "mobile/main.tsx": {
            "file": "main.js",
            "imports": ["_shared.js"],
            "dynamicImports": ["mobile/late.ts"],
        },
        "_shared.js": {"file": "shared.js", "imports": ["mobile/main.tsx"]},
        "mobile/late.ts": {"file": "late.js"},
    }
    (tmp_path / ".vite").mkdir()
    (tmp_path / ".vite" / "manifest.json").write_text(json.dumps(manifest))

    too_large = bundle_size.problems(tmp_path)
    (tmp_path / "shared.js").write_bytes(noise.randbytes(20_000))
    small_enough = bundle_size.problems(tmp_path)

    assert len(too_large) == 1
    assert "mobile/main.tsx" in too_large[0]
    assert small_enough == []
