/**
 * Pictures on the screen: from the form that took them, from this phone's store, or from the office.
 *
 * What the profile takes along is fetched in the background and kept (`shelf-stock.ts`), so that lists have their
 * pictures offline. Any other picture is fetched when it is looked at.
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
    private readonly ports: Pick<AppPorts, "pictures" | "clock" | "newId" | "device">,
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

  again(blob: string, size: PictureSize): void {
    const shown = this.#shown.get(`${size}/${blob}`);
    if (shown?.peek().kind === "away") void this.#load(blob, size, shown);
  }

  /** Throw away what is kept; what the profile takes along comes again when the phone is in step with the office. */
  async clear(): Promise<void> {
    for (const one of await this.#shelf.list()) await this.#shelf.remove(one);
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
    const { findPicture } = await import("./picture-finding");
    return findPicture(this.core.replica.blobs, this.#shelf, this.ports.pictures, { blob, size });
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
      const { stockShelf } = await import("./shelf-stock");
      await stockShelf({
        shelf: this.#shelf,
        replica: this.core.replica,
        pictures: this.ports.pictures,
        ended: () => this.#ended,
        device: this.ports.device,
      });
    } catch {
      // The network went, or the shelf is full: the next time in step tries again.
    } finally {
      this.#tidying = false;
    }
  }
}
