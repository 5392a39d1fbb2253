/**
 * What the meaning of a tree hangs on: the paths that it reads, and the parts of the asker.
 *
 * Works on filters and rules alike. Where none of them has moved, an answer may be kept.
 */
import { isObject } from "../shared/json";
import type { Asker } from "./asker";

type Part = keyof Asker;

export interface Reads {
  /** Paths from the tree's own record, `customer.name`; those inside sums are under their entity. */
  readonly paths: ReadonlySet<string>;
  /** The entities whose records a sum or a count goes over, and the paths that are read of those. */
  readonly lines: ReadonlyMap<string, ReadonlySet<string>>;
  readonly asker: ReadonlySet<Part>;
}

const period: readonly Part[] = ["today", "timeZone"];

const PARTS: Readonly<Record<string, readonly Part[]>> = {
  "eq-userid": ["person"],
  "ne-userid": ["person"],
  "eq-userteams": ["teams"],
  "eq-useroruserteams": ["person", "teams"],
  "eq-useroruserhierarchy": ["person", "reports"],
  "eq-useroruserhierarchyandteams": ["person", "reports", "teams", "reportTeams"],
  "eq-businessid": ["unit"],
  "ne-businessid": ["unit"],
  "eq-userlanguage": ["language"],
  today: period,
  "this-week": period,
  "this-month": period,
  "last-x-days": period,
  "next-x-days": period,
  "older-than-x-days": period,
  "current-day": period,
  "current-moment": ["now"],
  "day-of": ["timeZone"],
};

const USER: Readonly<Record<string, Part>> = { person: "person", unit: "unit", language: "language" };

/** Return what a filter or rule reads. */
export function reads(tree: unknown): Reads {
  const paths = new Set<string>();
  const lines = new Map<string, Set<string>>();
  const asker = new Set<Part>();
  const visit = (node: unknown, into: Set<string>): void => {
    if (!isObject(node)) return;
    const op = String(node.op);
    let here = into;
    if (typeof node.path === "string") into.add(node.path);
    if (typeof node.entity === "string") {
      here = lines.get(node.entity) ?? new Set();
      lines.set(node.entity, here);
      if (typeof node.parent === "string") here.add(node.parent);
    }
    for (const part of Object.hasOwn(PARTS, op) ? (PARTS[op] ?? []) : []) asker.add(part);
    const asked = op === "user" ? USER[String(node.what)] : undefined;
    if (asked) asker.add(asked);
    for (const part of Array.isArray(node.of) ? node.of : []) visit(part, here);
    for (const key of ["left", "right", "where"]) visit(node[key], here);
  };
  visit(tree, paths);
  return { paths, lines, asker };
}
