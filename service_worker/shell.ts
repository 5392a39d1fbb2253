/**
 * The files of this version of the phone app, kept so that it opens without the network.
 *
 * A version is whole or not there: a file that cannot be fetched fails the installation, and the former version stays.
 */
import { PrecacheController, type PrecacheEntry } from "workbox-precaching";
import { answerTo } from "./routes";

const SHELL = "/app/";

export class Shell {
  readonly #controller = new PrecacheController();
  readonly #kept: ReadonlySet<string>;

  constructor(
    files: readonly PrecacheEntry[],
    private readonly origin: string,
  ) {
    this.#controller.addToCacheList([...files]);
    this.#kept = new Set(files.map(({ url }) => url));
  }

  install(event: ExtendableEvent): void {
    void this.#controller.install(event);
  }

  /** Throw away what former versions left. */
  activate(event: ExtendableEvent): void {
    void this.#controller.activate(event);
  }

  /** The answer to a request; undefined where it is none of our business. */
  answer(request: Request): Promise<Response> | undefined {
    const answer = answerTo(request, this.origin, this.#kept);
    if (answer === "network") return undefined;
    return this.#fromCache(request, answer === "shell" ? SHELL : new URL(request.url).pathname);
  }

  /** A cache that the browser has emptied is no reason to show nothing while there is a network. */
  async #fromCache(request: Request, path: string): Promise<Response> {
    return (await this.#controller.matchPrecache(path)) ?? fetch(request);
  }
}
