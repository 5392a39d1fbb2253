/**
 * Acts of the user on records, with what he is told of them: kept on this phone, and a way to undo it.
 */
import { effect } from "@preact/signals";
import type { NewBlob } from "../local/blobs";
import type { Begun, FormAct, Source } from "../local/commands";
import { ChangeLocked } from "../local/outbox";
import { concerns, isRefused, type OutboxEntry } from "../local/outbox-entry";
import { StorageFailed } from "../local/storage";
import type { Action, KeepAct, ShareAct } from "../protocol";
import { t } from "../shared/messages";
import type { OpenApp } from "./open-app";

/** What is told of a change that counts once the office has taken it. */
export interface Answerable {
  readonly waits: string;
  readonly sent: string;
  readonly refused: (entry: OutboxEntry) => string;
}

export class Savings {
  constructor(private readonly app: OpenApp) {}

  /** Keep what a form says of a record and of its lines; nothing to say is kept as well. */
  async form(
    acts: readonly FormAct[],
    source: Source | null,
    blobs: readonly NewBlob[],
    begun?: Begun,
  ): Promise<boolean> {
    const [first] = acts;
    if (!first) return true;
    const save = () => this.app.core.commands.saveForm(acts, source, blobs, begun);
    return this.#told(first.entity, first.record, save);
  }

  async remove(entity: string, record: string, source: Source): Promise<boolean> {
    const { commands } = this.app.core;
    const save = () => commands.deleteRecord(entity, record, source);
    return this.#told(entity, record, save, t("mobile.saved.deleted"));
  }

  /** Run a business step; `words` where it is done at the office alone. */
  async step(
    action: Action,
    record: string,
    workspace: string,
    comment: string | null,
    words?: Answerable,
  ): Promise<boolean> {
    const { commands } = this.app.core;
    const save = () => commands.runStep(action.entity, record, { workspace, action: action.id }, comment);
    return this.#answered(action.entity, record, save, words);
  }

  /** Give a record another owner. */
  async assign(entity: string, record: string, owner: string, words: Answerable): Promise<boolean> {
    const save = () => this.app.core.commands.assignRecord(entity, record, owner);
    return this.#answered(entity, record, save, words);
  }

  /** Let a person or team do these things to a record; nothing: no longer. What is said changes when it was sent. */
  async share(
    entity: string,
    record: string,
    whom: string,
    what: ShareAct["may"],
    words: Answerable,
  ): Promise<boolean> {
    const save = () => this.app.core.commands.shareRecord(entity, record, whom, what);
    return this.#answered(entity, record, save, words);
  }

  /** Pin or follow a record, or no longer. */
  async keep(
    entity: string,
    record: string,
    how: KeepAct["how"],
    on: boolean,
    words: string,
  ): Promise<boolean> {
    const save = () => this.app.core.commands.keepRecord(entity, record, how, on);
    return this.#told(entity, record, save, words);
  }

  /** Take a change back, or make the opposite one, and say so. */
  async undo(change: string): Promise<void> {
    await this.#attempt(async () => {
      await this.app.core.commands.undoChange(change);
      this.app.toasts.show(t("mobile.saved.undone"));
    });
  }

  /** Run something that writes; a failure is told in words. Says whether it went well. */
  async attempt(work: () => Promise<void>): Promise<boolean> {
    return this.#attempt(work);
  }

  async #told(
    entity: string,
    record: string,
    save: () => Promise<void>,
    words = t("mobile.saved.here"),
    then: (change: string, toast: number) => void = () => {},
  ): Promise<boolean> {
    const { outbox } = this.app.core.replica;
    const before = new Map(outbox.entries.peek().map((entry) => [entry.id, entry]));
    if (!(await this.#attempt(save))) return false;
    void this.#firstUsefulAction();
    const made = outbox.entries.peek().findLast((entry) => concerns(entry, entity, record));
    const known = made && before.get(made.id);
    const changed = made && made.revision !== known?.revision;
    const toast = this.app.toasts.show(
      words,
      changed ? { label: t("ui.undo"), run: () => void this.#undoTo(made, known) } : undefined,
    );
    if (changed) then(made.id, toast);
    return true;
  }

  #answered(
    entity: string,
    record: string,
    save: () => Promise<void>,
    words: Answerable | undefined,
  ): Promise<boolean> {
    return this.#told(
      entity,
      record,
      save,
      words?.waits,
      (change, toast) => words && this.#followToast(change, toast, words),
    );
  }

  /** What a toast says of a change that waits is not true any more once the office has answered. */
  #followToast(change: string, toast: number, words: Answerable): void {
    const { toasts, core } = this.app;
    let stop = () => {};
    stop = effect(() => {
      const entry = core.replica.outbox.get(change);
      const shows = toasts.shown.value.some(({ id }) => id === toast);
      if (shows && entry && !entry.outcome) return;
      queueMicrotask(() => {
        stop();
        toasts.dismiss(toast);
        if (!shows || !entry) return;
        if (isRefused(entry)) toasts.show(words.refused(entry), undefined, 10);
        else toasts.show(words.sent);
      });
    });
  }

  /** An edit that was taken in by an earlier one is undone by giving that one its acts back. */
  async #undoTo(made: OutboxEntry, before: OutboxEntry | undefined): Promise<void> {
    if (!before) return this.undo(made.id);
    const now = this.app.core.replica.outbox.get(made.id);
    if (!now || now.number !== null) return this.undo(made.id);
    await this.#attempt(async () => {
      await this.app.core.commands.amendChange(made.id, before.acts);
      this.app.toasts.show(t("mobile.saved.undone"));
    });
  }

  async #attempt(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      this.app.toasts.show(sentenceOf(error), undefined, 10);
      return false;
    }
  }

  async #firstUsefulAction(): Promise<void> {
    const { device } = this.app.ports;
    if (device.setting("asked-to-persist")) return;
    device.keepSetting("asked-to-persist", "yes");
    await device.persist();
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof StorageFailed) return t(`mobile.storage.${error.reason}`);
  if (error instanceof ChangeLocked) return t("mobile.saved.locked");
  return t("mobile.saved.failed");
}
