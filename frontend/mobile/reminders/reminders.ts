/**
 * The reminders of an open app, in memory and in the store: one set of them for all its pages.
 */
import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import {
  type Deed,
  deedKey,
  dropReminders,
  keepReminders,
  type Reminder,
  reminders,
} from "../../local/reminders";
import type { Storage } from "../../local/storage";
import type { OpenApp } from "../open-app";

export class Reminders {
  readonly #all: Signal<readonly Reminder[]> = signal([]);

  constructor(private readonly storage: Storage) {}

  /** The oldest first. */
  get all(): ReadonlySignal<readonly Reminder[]> {
    return this.#all;
  }

  /** Tell whether there is one of a deed; a signal is read. */
  has(deed: Deed): boolean {
    return this.#all.value.some((one) => deedKey(one.deed) === deedKey(deed));
  }

  /** Read what is here: another window may have kept some. @throws StorageFailed */
  async refresh(): Promise<void> {
    this.#all.value = await reminders(this.storage);
  }

  /** @throws StorageFailed */
  async keep(reminder: Reminder): Promise<void> {
    await keepReminders(this.storage, [reminder]);
    await this.refresh();
  }

  /** @throws StorageFailed */
  async drop(...deeds: readonly Deed[]): Promise<void> {
    await dropReminders(this.storage, deeds);
    await this.refresh();
  }

  /** The user has been told of all that there are. @throws StorageFailed */
  async told(): Promise<void> {
    await keepReminders(
      this.storage,
      this.#all.peek().map((one) => ({ ...one, told: true })),
    );
    await this.refresh();
  }
}

const ofApp = new WeakMap<OpenApp, Reminders>();

export function remindersOf(app: OpenApp): Reminders {
  const found = ofApp.get(app) ?? new Reminders(app.core.replica.storage);
  ofApp.set(app, found);
  return found;
}
