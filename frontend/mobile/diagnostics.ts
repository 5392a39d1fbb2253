/**
 * What a person may give to whoever helps him: how this phone stands, in plain lines. Pure.
 *
 * It holds numbers, moments, codes and ids of kinds; no name of a person, no address and no value of any record.
 */
import type { Replica } from "../local/replica";
import type { SyncState } from "../sync/status";
import type { Abilities, StorageFacts } from "./ports";

export interface Diagnosed {
  readonly now: string;
  readonly state: SyncState;
  readonly replica: Replica;
  readonly storage: StorageFacts | null;
  readonly abilities: Abilities | null;
  readonly settings: Readonly<Record<string, string | null>>;
}

export function diagnosticsOf({ now, state, replica, storage, abilities, settings }: Diagnosed): string {
  const checkpoint = replica.checkpoint.peek();
  const entries = replica.outbox.entries.peek();
  const outcomes = entries.map(({ outcome }) => outcome?.status ?? "waiting");
  const lines: readonly (readonly [string, unknown])[] = [
    ["at", now],
    ["state", state.kind],
    ["busy", state.busy],
    ["last exchange", state.at],
    ["trouble", state.trouble && Object.values(state.trouble).join(" ")],
    ["problem", state.problem?.code],
    ["remedy", state.remedy],
    ["device", replica.device.peek()?.id],
    ["epoch", replica.device.peek()?.epoch],
    ["metadata", replica.metadata.peek()?.metadataVersion],
    ["prompt", replica.prompt.peek()?.version],
    [
      "checkpoint",
      checkpoint && `${checkpoint.at} head ${checkpoint.head} generation ${checkpoint.generation}`,
    ],
    ["held", replica.held.peek() && JSON.stringify(replica.held.peek())],
    ["checked", replica.checked.peek() && JSON.stringify(replica.checked.peek())],
    ["conflicts", replica.conflicts.open.peek().length],
    ["files", replica.blobs.onTheirWay.peek().size],
    ...counted(outcomes).map(([status, count]) => [`outbox ${status}`, count] as const),
    ...Object.entries(checkpoint?.counts ?? {}).map(([id, count]) => [`records ${id}`, count] as const),
    ...Object.entries(storage ?? {}).map(([name, value]) => [`storage ${name}`, value] as const),
    ...Object.entries(abilities ?? {}).map(([name, value]) => [`background ${name}`, value] as const),
    ...Object.entries(settings).map(([name, value]) => [`setting ${name}`, value] as const),
  ];
  return lines.map(([name, value]) => `${name}: ${value ?? "–"}`).join("\n");
}

function counted(words: readonly string[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts];
}
