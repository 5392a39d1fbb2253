/**
 * Which requests the service worker answers, and with what. Pure.
 *
 * It answers for the phone app's own files and pages. The API, the other pages and other sites go to the network as
 * if there were no worker.
 */

/** shell: the app's one page. kept: a file that came with this version, from the cache. network: none of our business. */
export type Answer = "shell" | "kept" | "network";

export interface Asked {
  readonly url: string;
  readonly method: string;
  readonly mode: RequestMode;
}

const APP = "/app/";
/** Below the app's address, and still not pages of it. */
const NOT_PAGES: ReadonlySet<string> = new Set(["/app/sw.js", "/app/manifest.webmanifest"]);

/** @param kept paths of the files that came with this version */
export function answerTo({ url, method, mode }: Asked, origin: string, kept: ReadonlySet<string>): Answer {
  const { origin: theirs, pathname } = new URL(url);
  if (theirs !== origin || method !== "GET") return "network";
  if (mode === "navigate") {
    const page = (pathname.startsWith(APP) || pathname === "/app") && !NOT_PAGES.has(pathname);
    return page ? "shell" : "network";
  }
  return kept.has(pathname) && pathname !== APP ? "kept" : "network";
}
