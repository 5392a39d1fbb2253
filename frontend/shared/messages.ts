/**
 * The words of the interface: one flat catalogue per language, in ICU MessageFormat.
 *
 * English is bundled and stands in for whatever a translation lacks; the others are chunks that the service
 * worker keeps, so a phone changes its language offline. A page that says more than all pages do adds its part. `t` reads the language signal: a component that calls it
 * is drawn again when the language changes. The build parses the messages; tests meet them as they are written. Two invented languages show what a translation does to a screen:
 * `en-XA` is long and accented, `ar-XB` runs from right to left.
 */
import { computed, type ReadonlySignal, signal } from "@preact/signals-core";
import { IntlMessageFormat } from "intl-messageformat";
import en from "../../texts/en.json";
import { lengthened, literal, mirrored, type Tree } from "./pseudo";

export type MessageKey = keyof typeof en;
export type MessageValues = Readonly<
  Record<string, string | number | bigint | boolean | Date | null | undefined>
>;
export type Direction = "ltr" | "rtl";

type Text = string | Tree;
type Catalogue = Readonly<Partial<Record<MessageKey, Text>>>;

interface Spoken {
  readonly code: string;
  readonly texts: Catalogue;
}

/** The languages that people may choose, each by its own name. */
export const LANGUAGES = [
  { code: "en", name: "English" },
  { code: "sv", name: "Svenska" },
] as const;

/** A part of the catalogues: for each language a chunk. */
export type Part = Readonly<Record<string, () => Promise<{ readonly default: Catalogue }>>>;

/** What every page says; English is here already. */
const common: Part = { sv: () => import("../../texts/sv.json") };
const parts: Part[] = [common];
const english: Partial<Record<MessageKey, Text>> = { ...en };
const pseudo: Readonly<Record<string, (tree: Tree) => Tree>> = { "en-XA": lengthened, "ar-XB": mirrored };
const RIGHT_TO_LEFT = new Set(["ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"]);

const spoken = signal<Spoken>({ code: "en", texts: english });
let latestChoice = 0;
/** Language → message → what formats it. */
const formats = new Map<string, Map<Text, IntlMessageFormat>>();

/** The language that the interface speaks now. */
export const language: ReadonlySignal<string> = computed(() => spoken.value.code);

/** The direction its script runs in, for the `dir` of the document. */
export const direction: ReadonlySignal<Direction> = computed(() =>
  RIGHT_TO_LEFT.has(primary(spoken.value.code)) ? "rtl" : "ltr",
);

/**
 * Speak another language once its catalogue is here; a newer choice overtakes one that is still loading.
 *
 * A language that we do not have falls back to English. Rejects when the catalogue cannot be loaded.
 */
export async function chooseLanguage(code: string): Promise<void> {
  latestChoice += 1;
  const choice = latestChoice;
  const known = code in pseudo ? code : primary(code);
  const translated = known in common;
  const texts = translated ? await loaded(known) : english;
  if (choice === latestChoice) spoken.value = { code: translated || known in pseudo ? known : "en", texts };
}

/** Add what only one page says, such as the designer's words, in English and in the language spoken now. */
export async function speakAlso(part: Part): Promise<void> {
  parts.push(part);
  Object.assign(english, (await part.en?.())?.default);
  await chooseLanguage(language.value);
}

async function loaded(code: string): Promise<Catalogue> {
  const found = await Promise.all(parts.map(async (part) => (await part[code]?.())?.default));
  return Object.assign({}, ...found);
}

/** Say which of the languages we have fits best what the browser prefers. */
export function preferredLanguage(wanted: readonly string[]): string {
  const have = new Set<string>(LANGUAGES.map(({ code }) => code));
  return wanted.map(primary).find((code) => have.has(code)) ?? "en";
}

/** Say one message in the current language. */
export function t(key: MessageKey, values?: MessageValues): string {
  const { code, texts } = spoken.value;
  const own = texts[key];
  const message = own ?? english[key] ?? key;
  const speaks = own === undefined ? "en" : code;
  if (typeof message === "string" && isPlain(message) && !pseudo[speaks]) return message;
  return String(formatOf(speaks, message).format(values));
}

/** Tell whether a key that was put together at run time (`problem.` + code) is in the catalogue. */
export function hasMessage(key: string): key is MessageKey {
  return Object.hasOwn(english, key);
}

function primary(code: string): string {
  return code.split("-", 1)[0]?.toLowerCase() ?? "en";
}

function isPlain(message: string): boolean {
  return !/[{}'<]/.test(message);
}

function formatOf(code: string, message: Text): IntlMessageFormat {
  const known = formats.get(code) ?? new Map<Text, IntlMessageFormat>();
  formats.set(code, known);
  const format = known.get(message) ?? made(code, message);
  known.set(message, format);
  return format;
}

function made(code: string, message: Text): IntlMessageFormat {
  const change = pseudo[code];
  const tree = typeof message === "string" && isPlain(message) ? literal(message) : message;
  const format = new IntlMessageFormat(tree, change ? "en" : code);
  return change ? new IntlMessageFormat(change(format.getAst()), "en") : format;
}
