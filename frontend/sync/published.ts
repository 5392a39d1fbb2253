/**
 * New metadata on the phone: the prompt, and taking it when the user, or its urgency, says so.
 */
import { KV, type MetadataPrompt } from "../local/database";
import type { Replica } from "../local/replica";
import { put, remove } from "../local/storage";
import type { EffectiveMetadata, Welcome } from "../protocol";
import { promptOf } from "./hello";

/**
 * What the welcome's metadata calls for: nothing, taking it at once, or asking the user.
 *
 * @param seen the app is in the foreground; in the background nothing takes the place of what somebody works by
 */
export async function noteWelcome(
  replica: Replica,
  welcome: Welcome,
  seen: boolean,
): Promise<"take" | "none"> {
  const prompt = promptOf(welcome, replica.prompt.peek());
  if (!replica.metadata.peek() || (seen && prompt?.urgency === "silent")) return "take";
  await keepPrompt(replica, prompt);
  return "none";
}

export async function keepPrompt(replica: Replica, prompt: MetadataPrompt | null): Promise<void> {
  const known = replica.prompt.peek();
  if (JSON.stringify(known) === JSON.stringify(prompt)) return;
  const write = prompt ? put("kv", KV.prompt, prompt) : remove("kv", KV.prompt);
  await replica.storage.commit("metadata.prompt", [write], "relaxed");
  replica.prompt.value = prompt;
}

/** Work by this metadata from now on. @throws StorageFailed */
export async function applyMetadata(replica: Replica, metadata: EffectiveMetadata): Promise<void> {
  const writes = [put("kv", KV.metadata, metadata), remove("kv", KV.prompt)];
  await replica.storage.commit("metadata.apply", writes, "strict");
  replica.metadata.value = metadata;
  replica.prompt.value = null;
}
