/**
 * The answer of a client to one command, as a line says it.
 */
import type { SimulatedClient } from "./client";
import { type Command, perform } from "./commands";

export interface Answer {
  readonly ok: boolean;
  readonly value?: unknown;
  readonly error?: string;
  readonly message?: string;
  /** Whether the client is gone. */
  readonly ended?: boolean;
}

export async function answer(client: SimulatedClient, line: string): Promise<Answer> {
  return answered(client, JSON.parse(line) as Command);
}

export async function answered(client: SimulatedClient, command: Command): Promise<Answer> {
  try {
    return { ok: true, value: (await perform(client, command)) ?? null };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
    return { ok: false, error: name, message, ended: client.faults.ended };
  }
}
