/**
 * The app of one person while it is open: what pages share, and how they move on.
 */
import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { Lens } from "../blocks/lens";
import type { KnownPerson } from "../local/session";
import { language } from "../shared/messages";
import { Toasts } from "../ui/toasts";
import { PageMemory } from "./page-memory";
import { Pictures } from "./pictures";
import type { AppPorts, Core, OfficePort } from "./ports";
import { pathOf, type Route, routeOf } from "./routes";
import { Savings } from "./savings";

/** What a person who signs out leaves on this phone: what he has not sent, or nothing. */
export type Leaving = "unsent" | "nothing";

export class OpenApp {
  readonly toasts = new Toasts();
  readonly memory = new PageMemory();
  readonly pictures: Pictures;
  readonly savings: Savings;
  readonly route: ReadonlySignal<Route>;
  /** What this person works by; null until it has come down for the first time. */
  readonly lens: ReadonlySignal<Lens | null>;
  /** A form holds something that was not saved. */
  readonly unsaved: Signal<boolean> = signal(false);
  /** What keeps the form that is open. */
  readonly openDraft: Signal<{ readonly discard: () => Promise<void> } | null> = signal(null);
  /** Where the user wants to go although a form holds something; he is asked first. */
  readonly leaving: Signal<(() => void) | null> = signal(null);
  /** The record whose conflicts are being looked at. */
  readonly conflict: Signal<{ readonly entity: string; readonly record: string } | null> = signal(null);
  /** The version of a prompt that was put off for now, though it cannot be declined. */
  readonly promptPutOff: Signal<number> = signal(0);
  /** The user asked for the prompt that he had put off. */
  readonly promptAsked: Signal<boolean> = signal(false);

  /** A record that something refers to and that is not on this phone, while the user looks what can be done. */
  readonly away: Signal<{ readonly entity: string; readonly record: string } | null> = signal(null);

  readonly #stopHolding: () => void;
  #office: Promise<OfficePort> | null = null;

  constructor(
    readonly ports: AppPorts,
    readonly person: KnownPerson,
    readonly core: Core,
    /** Ask who is here, as the server does not know any more. */
    readonly askAgain: () => void,
    readonly signOut: (leaving: Leaving) => Promise<void>,
  ) {
    const { replica } = core;
    this.route = computed(() => routeOf(ports.place.entry.value.path));
    this.lens = computed(() =>
      replica.metadata.value ? new Lens(replica.metadata.value, language.value) : null,
    );
    this.pictures = new Pictures(ports, person.person, core);
    this.savings = new Savings(this);
    this.#stopHolding = effect(() => {
      const ask = (proceed: () => void) => {
        this.leaving.value = proceed;
      };
      ports.place.hold(this.unsaved.value ? ask : null);
      // Saved after all while its user was being asked
      if (!this.unsaved.value) this.leaving.value = null;
    });
  }

  /** Take a page that moves on once something is done; its user may have gone elsewhere meanwhile, and stays there. */
  onward(): (move: () => void) => void {
    const { entry } = this.ports.place;
    const { key } = entry.peek();
    return (move) => entry.peek().key === key && move();
  }

  /** The office, for what only a network can answer. Rejects when its code cannot be loaded. */
  office(): Promise<OfficePort> {
    if (!this.#office) {
      this.#office = this.ports.office(this.core.replica);
      this.#office.catch(() => {
        this.#office = null;
      });
    }
    return this.#office;
  }

  go(to: Route | string): void {
    this.#leave(() => this.ports.place.go(typeof to === "string" ? to : pathOf(to)));
  }

  replace(to: Route | string): void {
    this.ports.place.replace(typeof to === "string" ? to : pathOf(to));
  }

  /** Let the address say what is on the page now. */
  amend(to: Route): void {
    this.ports.place.amend(pathOf(to));
  }

  back(otherwise: Route): void {
    this.#leave(() => this.ports.place.back(pathOf(otherwise)));
  }

  /** Take off this phone what is not to stay on it. @throws StorageFailed */
  async leaveBehind(leaving: Leaving): Promise<void> {
    const { clearCopy, emptyStore } = await import("../sync/clearing");
    await (leaving === "unsent" ? clearCopy : emptyStore)(this.core.replica);
    await this.pictures.clear();
  }

  end(): void {
    this.#stopHolding();
    this.ports.place.hold(null);
    this.pictures.end();
    this.core.close();
  }

  #leave(move: () => void): void {
    if (this.unsaved.peek()) this.leaving.value = move;
    else move();
  }
}
