import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, it } from "vitest";
import { unsupportedInRule } from "../../../frontend/expressions/rule-tree";
import { GROUPS, OPERATORS, unsupported } from "../../../frontend/expressions/tree";
import { EXPRESSIONS_VERSION } from "../../../frontend/expressions/version";

const FILE = resolve(import.meta.dirname, "../../vectors/expression_versions.json");
const { versions } = JSON.parse(readFileSync(FILE, "utf8")) as {
  readonly versions: Readonly<Record<string, readonly string[]>>;
};

/** Of offline rules alone: the server evaluates them. */
const OFFICE_ONLY = new Set(["related"]);

it("[L45] the app says the version of which it knows every operator", () => {
  const promised = Object.entries(versions)
    .filter(([version]) => Number(version) <= EXPRESSIONS_VERSION)
    .flatMap(([, operators]) => operators);

  const unknown = promised.filter((op) => !OFFICE_ONLY.has(op) && unsupportedInRule({ op }).length > 0);

  expect(unknown).toEqual([]);
  expect(EXPRESSIONS_VERSION).toBe(Math.max(...Object.keys(versions).map(Number)));
});

it("[L45] every operator of a filter that the app knows has come with a version", () => {
  const brought = new Set(Object.values(versions).flat());

  expect([...GROUPS, ...OPERATORS].filter((op) => !brought.has(op))).toEqual([]);
  expect(OPERATORS.flatMap((op) => unsupported({ op, path: "name" }))).toEqual([]);
});
