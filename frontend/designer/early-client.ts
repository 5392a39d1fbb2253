/**
 * A client that has asked for the open design before anybody here wants it: the office works at it meanwhile.
 *
 * What was begun answers the first call of its address; every other call goes to the office as ever.
 */
import { type Call, Client, type Method } from "../rest/client";
import { PROFILES } from "./places";

export class EarlyClient extends Client {
  readonly #begun = new Map<string, Promise<unknown>>();

  /** Ask for a design and what lies beside it. */
  beginDesign(workspace: string): void {
    if (workspace === PROFILES) return;
    const address = `/api/v1/designs/${workspace}`;
    for (const part of ["", "/practice", "/published"]) this.#begin(`${address}${part}`);
  }

  override call<T>(method: Method, path: string, call: Call = {}): Promise<T> {
    const begun = method === "GET" ? this.#begun.get(path) : undefined;
    if (!begun) return super.call<T>(method, path, call);
    this.#begun.delete(path);
    return begun as Promise<T>;
  }

  #begin(path: string): void {
    const asked = super.call<unknown>("GET", path);
    // Who is not signed in, or may not design, is told so where the page is drawn.
    asked.catch(() => undefined);
    this.#begun.set(path, asked);
  }
}
