import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ICONS, WORKSPACE_ICONS } from "../../../frontend/ui/icon-names";

const checkout = join(import.meta.dirname, "../../..");
const sprite = readFileSync(join(checkout, "frontend/ui/icons.svg"), "utf8");

it("the sprite holds every icon that has a name, and no other", () => {
  const drawn = [...sprite.matchAll(/<symbol id="([\w-]+)"/g)].map(([, name]) => name);

  expect(drawn).toEqual([...ICONS]);
});

it("every icon draws in the colour of the text around it", () => {
  expect(sprite).not.toMatch(/(stroke|fill)="(?!none|currentColor)/);
});

it("the icons of workspaces are in the sprite", () => {
  const missing = WORKSPACE_ICONS.filter((name) => !sprite.includes(`id="${name}"`));

  expect(missing).toEqual([]);
});

it("the sprite and the names are what the list says", () => {
  const check = () =>
    execFileSync(process.execPath, ["scripts/icon_sprite.mjs", "--check"], { cwd: checkout });

  expect(check).not.toThrow();
});
