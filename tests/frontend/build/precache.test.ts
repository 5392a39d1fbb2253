import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { filesFrom, precacheList } from "../../../scripts/vite/precache";

const manifest = {
  "mobile/main.tsx": {
    file: "static/mobile-1.js",
    css: ["static/mobile-1.css"],
    imports: ["_shared.js"],
    dynamicImports: ["../texts/sv.json"],
    isEntry: true,
  },
  "_shared.js": { file: "static/shared-1.js", imports: ["mobile/main.tsx"] },
  "../texts/sv.json": { file: "static/sv-1.js" },
  "designer/main.tsx": { file: "static/designer-1.js", imports: ["_shared.js"], isEntry: true },
};

describe("the precache list", () => {
  let folder = "";

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "precache-"));
    mkdirSync(join(folder, "dist/static/icons"), { recursive: true });
    mkdirSync(join(folder, "web"));
    writeFileSync(join(folder, "dist/static/icons/app.png"), "picture");
    writeFileSync(join(folder, "web/shell.html"), "one");
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  const list = () =>
    precacheList({
      manifest,
      entry: "mobile/main.tsx",
      dist: join(folder, "dist"),
      shellSources: [join(folder, "web"), join(folder, "absent")],
    });

  it("holds what the phone loads, late pages and texts included, and nothing of the designer", () => {
    const files = filesFrom(manifest, "mobile/main.tsx");

    expect([...files].sort()).toEqual([
      "static/mobile-1.css",
      "static/mobile-1.js",
      "static/shared-1.js",
      "static/sv-1.js",
    ]);
  });

  it("gives a revision to what has no digest in its name: the icons and the shell", () => {
    const revised = list().filter((entry) => entry.revision !== null);

    expect(revised.map((entry) => entry.url)).toEqual(["/static/icons/app.png", "/app/"]);
  });

  it("gives the shell a new revision when what it is made of changes, and only then", () => {
    const before = list().at(-1);
    const again = list().at(-1);
    writeFileSync(join(folder, "web/shell.html"), "two");
    const after = list().at(-1);

    expect(again).toEqual(before);
    expect(after?.revision).not.toBe(before?.revision);
  });

  it("refuses an entry that was not built", () => {
    expect(() => filesFrom(manifest, "mobile/gone.tsx")).toThrow("mobile/gone.tsx");
  });
});
