/**
 * The precache list: every file that the phone app needs to open with no network, and nothing else.
 *
 * Found by walking the build manifest from one entry, so the designer's code never reaches a phone.
 * A file whose name carries its digest needs no revision; the shell, which the server writes, gets
 * one from everything that it is made of.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { Manifest } from "vite";

export interface PrecacheEntry {
  url: string;
  revision: string | null;
}

export interface PrecacheSources {
  manifest: Manifest;
  /** The manifest's key of the entry to walk from. */
  entry: string;
  /** Where the build was written. */
  dist: string;
  /** Folders that the server makes the shell from. */
  shellSources: string[];
}

export const SHELL = "/app/";

/** Files that are copied as they are and that the phone app's own pages and manifest name. */
const COPIED = "static/icons";

export function precacheList({ manifest, entry, dist, shellSources }: PrecacheSources): PrecacheEntry[] {
  const built = [...filesFrom(manifest, entry)].map((file) => ({ url: `/${file}`, revision: null }));
  const copied = filesBelow(join(dist, COPIED)).map((path) => ({
    url: `/${relative(dist, path).replaceAll("\\", "/")}`,
    revision: digest([readFileSync(path)]),
  }));
  const files = [...built, ...copied].sort((one, other) => (one.url < other.url ? -1 : 1));
  const shell = shellSources.flatMap(filesBelow).map((path) => readFileSync(path));
  return [...files, { url: SHELL, revision: digest([JSON.stringify(files), ...shell]) }];
}

/** Walk static and dynamic imports: a page that is loaded late must open offline too. */
export function filesFrom(manifest: Manifest, entry: string): Set<string> {
  const files = new Set<string>();
  const seen = new Set<string>();
  const waiting = [entry];
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    const chunk = manifest[key];
    if (!chunk) throw new Error(`the build manifest has no ${key}`);
    if (seen.has(key)) continue;
    seen.add(key);
    for (const file of [chunk.file, ...(chunk.css ?? []), ...(chunk.assets ?? [])]) files.add(file);
    waiting.push(...(chunk.imports ?? []), ...(chunk.dynamicImports ?? []));
  }
  return files;
}

function filesBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((found) => found.isFile() && !found.parentPath.includes("__pycache__"))
      .map((found) => join(found.parentPath, found.name))
      .sort();
  } catch (problem) {
    if ((problem as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw problem;
  }
}

function digest(contents: (string | Buffer)[]): string {
  const total = createHash("sha256");
  for (const content of contents) total.update(content);
  return total.digest("hex").slice(0, 16);
}
