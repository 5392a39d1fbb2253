/**
 * The rescue file: bytes that only a passphrase opens, and a line that says whose they are.
 *
 * A line `satchel-rescue 1`, a line of JSON with what a reader needs before he can open it, then the sealed bytes:
 * AES-GCM with 256 bits under a key that PBKDF2 (SHA-256, 600,000 rounds: OWASP Password Storage Cheat Sheet, 2023)
 * makes of the passphrase. Both lines are sealed with them: nobody can put another name on the file.
 */
import { isObject } from "../../shared/json";
import type { Owner } from "./unsent";

const MAGIC = "satchel-rescue 1";
const ROUNDS = 600_000;
const MOST_ROUNDS = 10_000_000;
const LINE_FEED = 10;
/** A label holds a name or two. */
const MOST_LABEL_BYTES = 4_096;

export interface Label extends Owner {
  /** UTC instant. */
  readonly madeAt: string;
}

interface Header extends Label {
  readonly rounds: number;
  /** 16 random bytes. */
  readonly salt: readonly number[];
  /** 12 random bytes. */
  readonly iv: readonly number[];
}

export type FileFault = "no-rescue-file" | "newer-rescue-file" | "wrong-passphrase";

/** The file cannot be opened. */
export class RescueFileFault extends Error {
  override readonly name = "RescueFileFault";

  constructor(readonly fault: FileFault) {
    super(fault);
  }
}

export async function seal(
  bytes: Uint8Array<ArrayBuffer>,
  label: Label,
  passphrase: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const header: Header = { ...label, rounds: ROUNDS, salt: [...salt], iv: [...iv] };
  const lines = new TextEncoder().encode(`${MAGIC}\n${JSON.stringify(header)}\n`);
  const key = await keyFrom(passphrase, salt, ROUNDS);
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: lines }, key, bytes);
  const file = new Uint8Array(lines.length + sealed.byteLength);
  file.set(lines);
  file.set(new Uint8Array(sealed), lines.length);
  return file;
}

/** Read whose work a file holds. @throws RescueFileFault */
export function labelOf(file: Uint8Array<ArrayBuffer>): Label {
  const { person, name, organisation, madeAt } = parts(file).header;
  return { person, name, organisation, madeAt };
}

/** @throws RescueFileFault */
export async function unseal(
  file: Uint8Array<ArrayBuffer>,
  passphrase: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const { header, lines, sealed } = parts(file);
  const key = await keyFrom(passphrase, Uint8Array.from(header.salt), header.rounds);
  const how = { name: "AES-GCM", iv: Uint8Array.from(header.iv), additionalData: lines };
  try {
    return new Uint8Array(await crypto.subtle.decrypt(how, key, sealed));
  } catch {
    throw new RescueFileFault("wrong-passphrase");
  }
}

interface Parts {
  readonly header: Header;
  readonly lines: Uint8Array<ArrayBuffer>;
  readonly sealed: Uint8Array<ArrayBuffer>;
}

function parts(file: Uint8Array<ArrayBuffer>): Parts {
  const first = file.subarray(0, MAGIC.length + MOST_LABEL_BYTES).indexOf(LINE_FEED);
  const magic = new TextDecoder().decode(file.subarray(0, Math.max(first, 0)));
  if (magic !== MAGIC) {
    const kind = MAGIC.slice(0, MAGIC.lastIndexOf(" ") + 1);
    throw new RescueFileFault(magic.startsWith(kind) ? "newer-rescue-file" : "no-rescue-file");
  }
  const end = file.subarray(0, first + 1 + MOST_LABEL_BYTES).indexOf(LINE_FEED, first + 1);
  const header = headerIn(new TextDecoder().decode(file.subarray(first + 1, Math.max(end, 0))));
  return { header, lines: file.slice(0, end + 1), sealed: file.slice(end + 1) };
}

function headerIn(line: string): Header {
  try {
    const header: unknown = JSON.parse(line);
    if (isHeader(header)) return header;
  } catch {
    // told below
  }
  throw new RescueFileFault("no-rescue-file");
}

function isHeader(value: unknown): value is Header {
  if (!isObject(value)) return false;
  const { rounds, salt, iv } = value;
  const named = [value.person, value.name, value.organisation, value.madeAt].every(
    (one) => typeof one === "string",
  );
  const workable =
    typeof rounds === "number" && Number.isInteger(rounds) && rounds > 0 && rounds <= MOST_ROUNDS;
  return named && workable && Array.isArray(salt) && Array.isArray(iv);
}

async function keyFrom(
  passphrase: string,
  salt: Uint8Array<ArrayBuffer>,
  iterations: number,
): Promise<CryptoKey> {
  // The same word may be typed in other code points on another keyboard.
  const typed = new TextEncoder().encode(passphrase.normalize("NFKC"));
  const word = await crypto.subtle.importKey("raw", typed, "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return crypto.subtle.deriveKey(how, word, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}
