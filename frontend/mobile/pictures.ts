/**
 * Pictures on the screen: from the form that took them, from this phone's store, or from the office.
 *
 * Thumbnails of the records on this phone are fetched in the background and kept, so that lists have their pictures
 * offline; those of records that went are thrown away. The whole picture is fetched when it is looked at.
 */
import { effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { PictureSource, PictureState } from "../fields/contract";
import { picturesOf } from "../fields/image/references";
import type { NewBlob } from "../local/blobs";
import type { AppPorts, Core, PictureShelf, PictureSize } from "./ports";

const LOADING: PictureState = { kind: "loading" };
const AWAY: PictureState = { kind: "away" };
/** How long after the last change the shelf is looked through. */
const SETTLED = 1_500;

export class Pictures implements PictureSource {
  readonly #adopted = new Map<string, NewBlob>();
  readonly #shown = new Map<string, Signal<PictureState>>();
  readonly #shelf: PictureShelf;
  readonly #endings: (() => void)[] = [];
  #stopTimer: () => void = () => {};
  #tidying = false;
  #ended = false;

  constructor(
    private readonly ports: Pick<AppPorts, "pictures" | "clock" | "newId">,
    person: string,
    private readonly core: Core,
  ) {
    this.#shelf = ports.pictures.shelf(person);
    this.#endings.push(effect(() => this.#follow()));
  }

  newId(): string {
    return this.ports.newId();
  }

  adopt(picture: NewBlob): void {
    this.#adopted.set(picture.id, picture);
  }

  /** The pictures that were taken on this phone, among those a value refers to. */
  taken(values: readonly unknown[]): readonly NewBlob[] {
    return values.flatMap(picturesOf).flatMap(({ blob }) => this.#adopted.get(blob) ?? []);
  }

  onItsWay(blob: string): boolean {
    return this.core.replica.blobs.onTheirWay.value.has(blob);
  }

  show(blob: string, size: PictureSize): ReadonlySignal<PictureState> {
    const slot = `${size}/${blob}`;
    let shown = this.#shown.get(slot);
    if (!shown) {
      shown = signal<PictureState>(LOADING);
      this.#shown.set(slot, shown);
      void this.#load(blob, size, shown);
    }
    return shown;
  }

  end(): void {
    this.#ended = true;
    this.#stopTimer();
    for (const end of this.#endings) end();
    for (const { value } of this.#shown.values()) if (value.kind === "here") URL.revokeObjectURL(value.url);
    this.#shown.clear();
  }

  async #load(blob: string, size: PictureSize, shown: Signal<PictureState>): Promise<void> {
    shown.value = LOADING;
    const found = await this.#find(blob, size).catch(() => null);
    if (this.#ended) return;
    shown.value = found ? { kind: "here", url: URL.createObjectURL(found) } : AWAY;
  }

  async #find(blob: string, size: PictureSize): Promise<Blob> {
    const adopted = this.#adopted.get(blob);
    if (adopted) return new Blob([adopted.bytes], { type: adopted.type });
    const { blobs } = this.core.replica;
    const bytes = blobs.info(blob) ? await blobs.bytes(blob) : null;
    if (bytes) return new Blob([bytes], { type: blobs.info(blob)?.type ?? "image/jpeg" });
    const kept = size === "thumbnail" ? await this.#shelf.get(blob).catch(() => null) : null;
    if (kept) return kept;
    const fetched = await this.ports.pictures.fetch(blob, size);
    // A shelf that is full costs a fetch next time.
    if (size === "thumbnail") await this.#shelf.put(blob, fetched).catch(() => undefined);
    return fetched;
  }

  /** When the phone is in step with the office again: what could not be shown is tried once more. */
  #follow(): void {
    const { kind } = this.core.sync.syncState.value;
    this.core.replica.checkpoint.value;
    if (kind === "starting" || kind === "offline" || kind === "held" || kind === "receiving") return;
    this.#stopTimer();
    this.#stopTimer = this.ports.clock.after(SETTLED, () => void this.#tidy());
  }

  async #tidy(): Promise<void> {
    if (this.#tidying || this.#ended) return;
    this.#tidying = true;
    try {
      for (const [slot, shown] of this.#shown) {
        const [size, blob] = slot.split("/") as [PictureSize, string];
        if (shown.peek().kind === "away") await this.#load(blob, size, shown);
      }
      const wanted = await this.#wanted();
      const kept = new Set(await this.#shelf.list());
      for (const blob of kept) if (!wanted.has(blob)) await this.#shelf.remove(blob);
      for (const blob of wanted) {
        if (this.#ended) return;
        if (!kept.has(blob)) await this.#shelf.put(blob, await this.ports.pictures.fetch(blob, "thumbnail"));
      }
    } catch {
      // The network went, or the shelf is full: the next time in step tries again.
    } finally {
      this.#tidying = false;
    }
  }

  /** Blobs of the records on this phone, as far as the profile takes pictures along. */
  async #wanted(): Promise<ReadonlySet<string>> {
    const { replica } = this.core;
    const metadata = replica.metadata.peek();
    const wanted = new Set<string>();
    for (const { id, files } of metadata?.profile.entities ?? []) {
      const entity = metadata?.model.entities.find((one) => one.id === id);
      const fields = entity?.fields.filter(({ type }) => type === "image" || type === "signature") ?? [];
      if (files === "none" || fields.length === 0) continue;
      await replica.records.ensure(id);
      for (const { values } of replica.tables.table(id).peek()?.records.values() ?? []) {
        for (const { id: field } of fields)
          for (const { blob } of picturesOf(values[field])) wanted.add(blob);
      }
    }
    return wanted;
  }
}
