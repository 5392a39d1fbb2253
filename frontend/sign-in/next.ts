/**
 * Where to go on after signing in: a path of this very site, else the phone app. Pure.
 */
const OTHERWISE = "/app/";

export function nextPath(search: string, origin: string): string {
  const wanted = new URLSearchParams(search).get("next");
  if (!wanted?.startsWith("/")) return OTHERWISE;
  try {
    const url = new URL(wanted, origin);
    // "//elsewhere" and "/\elsewhere" begin with a slash too.
    return url.origin === origin ? url.pathname + url.search + url.hash : OTHERWISE;
  } catch {
    return OTHERWISE;
  }
}
