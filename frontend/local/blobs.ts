/**
 * Photos and files on the device: bytes kept with the change that refers to them, and the line of those to upload.
 *
 * The bytes are committed with the change, and go up when the server has taken the change (invariant 40). What is
 * known of a blob lies apart from its bytes, so that the line is read without them.
 */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import { isObject, type Values } from "../shared/json";
import type { Outbox } from "./outbox";
import { isRefused } from "./outbox-entry";
import { type Entry, type Operation, put, remove, type Storage } from "./storage";

export interface NewBlob {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly sha256: string;
  readonly bytes: ArrayBuffer;
}

export interface BlobInfo extends Omit<NewBlob, "bytes"> {
  /** Bytes that the server has, as far as we know. */
  readonly received: number;
  readonly uploaded: boolean;
  /** The server will not have it: a problem code. */
  readonly refused: string | null;
  /** Its record is lost to the user: it goes when the server has it. */
  readonly lost?: boolean;
}

export class Blobs {
  readonly #all: Signal<ReadonlyMap<string, BlobInfo>> = signal(new Map());
  /** Blobs that the server does not have whole yet: "photo on its way". */
  readonly onTheirWay: ReadonlySignal<ReadonlySet<string>>;

  constructor(
    private readonly storage: Storage,
    private readonly outbox: Outbox,
  ) {
    this.onTheirWay = computed(() => {
      const waiting = [...this.#all.value.values()].filter(({ uploaded }) => !uploaded);
      return new Set(waiting.map(({ id }) => id));
    });
  }

  load(stored: readonly Entry[]): void {
    const infos = stored.map(({ value }) => value as BlobInfo);
    this.#all.value = new Map(infos.map((info) => [info.id, info]));
  }

  info(id: string): BlobInfo | undefined {
    return this.#all.value.get(id);
  }

  /** Read a blob's bytes; null when they are not on this device. @throws StorageFailed */
  async bytes(id: string): Promise<ArrayBuffer | null> {
    return ((await this.storage.read("blob.read", "blob", `bytes/${id}`)) as ArrayBuffer | undefined) ?? null;
  }

  /** The writes that go with the change that refers to these blobs. */
  operations(blobs: readonly NewBlob[]): Operation[] {
    return blobs.flatMap(({ bytes, ...rest }) => {
      const info: BlobInfo = { ...rest, received: 0, uploaded: false, refused: null };
      return [put("blob", `info/${info.id}`, info), put("blob", `bytes/${info.id}`, bytes)];
    });
  }

  adopt(blobs: readonly NewBlob[]): void {
    const fresh = { received: 0, uploaded: false, refused: null };
    const infos = blobs.map(({ bytes: _, ...rest }): BlobInfo => ({ ...rest, ...fresh }));
    this.#all.value = new Map([...this.#all.peek(), ...infos.map((info) => [info.id, info] as const)]);
  }

  /** Blobs whose change the server has taken, and that are still to be sent. */
  queue(): BlobInfo[] {
    const held = new Set<string>();
    for (const entry of this.outbox.entries.peek()) {
      if (!entry.outcome || isRefused(entry)) for (const blob of entry.blobs) held.add(blob);
    }
    return [...this.#all.peek().values()].filter(
      ({ id, uploaded, refused }) => !uploaded && !refused && !held.has(id),
    );
  }

  /** Keep how far an upload is. @throws StorageFailed */
  async progress(
    id: string,
    received: number,
    end: { uploaded?: boolean; refused?: string } = {},
  ): Promise<void> {
    const known = this.#all.peek().get(id);
    if (!known) return;
    const info: BlobInfo = {
      ...known,
      received,
      uploaded: end.uploaded ?? false,
      refused: end.refused ?? null,
    };
    const through = info.lost && info.uploaded;
    const writes = through ? removals(id) : [put("blob", `info/${id}`, info)];
    await this.storage.commit("blob.progress", writes, "relaxed");
    const all = new Map([...this.#all.peek(), [id, info] as const]);
    if (through) all.delete(id);
    this.#all.value = all;
  }

  /** The writes by which the bytes of lost records go: those that the server has at once, others when it does. */
  lostOperations(ids: readonly string[]): Operation[] {
    return this.#known(ids).flatMap((info) => {
      return info.uploaded ? removals(info.id) : [put("blob", `info/${info.id}`, { ...info, lost: true })];
    });
  }

  lose(ids: readonly string[]): void {
    const known = this.#known(ids);
    if (known.length === 0) return;
    const all = new Map(this.#all.peek());
    for (const info of known) {
      if (info.uploaded) all.delete(info.id);
      else all.set(info.id, { ...info, lost: true });
    }
    this.#all.value = all;
  }

  /** The writes by which all that was sent is offered again: the server may have lost it. */
  againOperations(): Operation[] {
    return this.#sent().map((info) => put("blob", `info/${info.id}`, info));
  }

  again(): void {
    this.#all.value = new Map([...this.#all.peek(), ...this.#sent().map((info) => [info.id, info] as const)]);
  }

  /** Those that were sent, as they are offered again: the server is asked first what it has of them. */
  #sent(): BlobInfo[] {
    const sent = [...this.#all.peek().values()].filter(({ uploaded }) => uploaded);
    return sent.map((info) => ({ ...info, uploaded: false, received: info.size }));
  }

  #known(ids: readonly string[]): BlobInfo[] {
    return [...new Set(ids)].map((id) => this.#all.peek().get(id)).filter((info) => info !== undefined);
  }
}

/** Return the blobs that values refer to. */
export function blobsIn(values: Values): string[] {
  return Object.values(values)
    .flat()
    .flatMap((value) => (isObject(value) && typeof value.blob === "string" ? [value.blob] : []));
}

function removals(id: string): Operation[] {
  return [remove("blob", `info/${id}`), remove("blob", `bytes/${id}`)];
}
