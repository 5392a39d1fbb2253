/**
 * Who is here: finds out at the start, opens the right store, and asks when nobody is known.
 *
 * A phone that was used before opens without the network; what the server thinks of the session shows later, when
 * something is to be sent.
 */
import { type Signal, signal } from "@preact/signals";
import type { KnownPerson } from "../local/session";
import type { FailureReason } from "../local/storage";
import { StorageFailed } from "../local/storage";
import { chooseLanguage, preferredLanguage, t } from "../shared/messages";
import { type Leaving, OpenApp } from "./open-app";
import type { AppPorts } from "./ports";

export type SessionView =
  | { readonly kind: "starting" }
  | {
      readonly kind: "asking";
      readonly email: string | null;
      readonly reason?: string;
      /** Goes on with what is on this phone, signed in or not; missing where nobody is known. */
      readonly onLater?: () => void;
    }
  | { readonly kind: "open"; readonly app: OpenApp }
  | { readonly kind: "failed"; readonly reason: FailureReason };

export class Session {
  readonly view: Signal<SessionView> = signal({ kind: "starting" });
  #ended = false;

  constructor(readonly ports: AppPorts) {}

  async begin(): Promise<void> {
    let known: KnownPerson | null = null;
    try {
      known = (await this.ports.account.recall()) ?? (await this.#ask());
      if (known) await this.#open(known);
      else {
        await this.#speakAsBrowser();
        this.view.value = { kind: "asking", email: null };
      }
    } catch (error) {
      if (!known) await this.#speakAsBrowser();
      this.view.value = { kind: "failed", reason: error instanceof StorageFailed ? error.reason : "broken" };
    }
  }

  /** @throws ProblemError, Unreachable */
  async signIn(email: string, password: string): Promise<void> {
    const person = await this.ports.account.signIn({ email, password });
    const before = this.view.peek();
    if (before.kind === "open") before.app.end();
    await this.#open(person);
  }

  end(): void {
    this.#ended = true;
    const view = this.view.peek();
    if (view.kind === "open") view.app.end();
  }

  /** The server's answer, where the phone itself knows nobody; no answer is an answer too. */
  async #ask(): Promise<KnownPerson | null> {
    return this.ports.account.ask().catch(() => null);
  }

  /** Of somebody unknown only the browser says which language he reads. */
  async #speakAsBrowser(): Promise<void> {
    const chosen = this.ports.device.setting("language") ?? preferredLanguage(this.ports.device.languages());
    await chooseLanguage(chosen).catch(() => undefined);
  }

  async #open(person: KnownPerson): Promise<void> {
    const chosen = this.ports.device.setting("language") ?? person.language;
    await chooseLanguage(chosen).catch(() => undefined);
    const core = await this.ports.open(person);
    if (this.#ended) return core.close();
    const app = new OpenApp(
      this.ports,
      person,
      core,
      () => this.#askAgain(person),
      (leaving) => this.#signOut(app, leaving),
    );
    this.view.value = { kind: "open", app };
  }

  #askAgain(person: KnownPerson): void {
    const view = this.view.peek();
    if (view.kind === "open") view.app.end();
    this.view.value = {
      kind: "asking",
      email: person.email,
      reason: t("mobile.sign_in.again"),
      onLater: () => void this.begin(),
    };
  }

  async #signOut(app: OpenApp, leaving: Leaving): Promise<void> {
    await this.ports.account.signOut();
    await app.leaveBehind(leaving).catch(() => undefined);
    app.end();
    this.ports.place.replace("/app/");
    this.view.value = { kind: "asking", email: null };
  }
}
