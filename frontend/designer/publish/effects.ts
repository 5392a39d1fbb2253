/**
 * What publishing will do to records and phones: counted part by part, and said in sentences.
 */
import type { Effect, Entity, Model, PhoneEffects, Publication, PublicationEffects } from "../../protocol";
import { t } from "../../shared/messages";
import { typeWords } from "../field-looks";
import { entityOf } from "../model-view";
import { said } from "../words";

export interface Counted {
  readonly effects: readonly Effect[];
  readonly phones: PhoneEffects | null;
  readonly done: number;
  readonly total: number;
  /** How it ended: what was counted is all, or only what could be. */
  readonly state: "counting" | "whole" | "failed";
}

export const NOTHING_COUNTED: Counted = { effects: [], phones: null, done: 0, total: 0, state: "counting" };

/** Read all parts, telling of each as it comes. It never throws: what cannot be counted is said to be so. */
export async function countEffects(
  read: (after: string | null) => Promise<PublicationEffects>,
  tell: (counted: Counted) => void,
  aborted: AbortSignal,
): Promise<void> {
  let counted = NOTHING_COUNTED;
  try {
    let after: string | null = null;
    do {
      const part: PublicationEffects = await read(after);
      if (aborted.aborted) return;
      after = part.next;
      counted = {
        effects: withPart(counted.effects, part.effects),
        phones: part.phones,
        done: part.done,
        total: part.total,
        state: after === null ? "whole" : "counting",
      };
      tell(counted);
    } while (after !== null);
  } catch {
    if (!aborted.aborted) tell({ ...counted, state: "failed" });
  }
}

/** A conversion that was looked at further stands in place of what was said of it before. */
function withPart(known: readonly Effect[], part: readonly Effect[]): readonly Effect[] {
  const all = new Map([...known, ...part].map((one) => [keyOf(one), one]));
  return [...all.values()];
}

export function keyOf({ kind, entity, field, choice, rule }: Effect): string {
  return [kind, entity, field, choice, rule].join(" ");
}

/** Say what becomes of the records of one place; both models may know it. */
export function effectWords(effect: Effect, now: Model, before: Model | null): string {
  const { kind, records, looked, unfit, seconds } = effect;
  const holder = entityOf(now, effect.entity) ?? (before && entityOf(before, effect.entity));
  const name = nameOf(effect, now, before);
  if (records === null) return t("designer.effect.uncounted", { name });
  const counts = { name, records, unfit, seconds };
  switch (kind) {
    case "convert": {
      const type = effect.type ? typeWords(effect.type) : "";
      const words = t("designer.effect.convert", { ...counts, type, fitting: looked - unfit });
      return looked < records ? `${words} ${t("designer.effect.looked", { looked, records })}` : words;
    }
    case "drop":
      return t(effect.field === null ? "designer.effect.drop_entity" : "designer.effect.drop", counts);
    case "retire":
      return t("designer.effect.retire", { ...counts, choice: choiceOf(effect, holder) });
    case "require_when":
      return asFarAsLooked(t("designer.effect.require_when", counts), effect);
    case "demand": {
      const rule = holder?.validities.find(({ id }) => id === effect.rule);
      return asFarAsLooked(t("designer.effect.demand", { ...counts, rule: said(rule?.message) }), effect);
    }
    default:
      return t(`designer.effect.${kind}`, counts);
  }
}

/** Of a very large entity the office looks at some records, and says of how many. */
function asFarAsLooked(words: string, { looked, records }: Effect): string {
  if (records === null || looked >= records) return words;
  return `${words} ${t("designer.effect.at_least", { looked, records })}`;
}

/** Say who is asked, what comes down again, and what becomes of work that waits. */
export function phoneWords(
  phones: PhoneEffects,
  asked: readonly { readonly label: string; readonly people: number }[],
  urgency: NonNullable<Publication["urgency"]>,
  now: Model,
): readonly string[] {
  const { breaking, downloads, devices } = phones;
  const roles = asked.map((role) => t("designer.effect.role", role)).join(", ");
  const silent = urgency === "silent";
  const words: string[] = [];
  if (silent && !breaking) words.push(t("designer.effect.nobody"));
  else if (roles === "") words.push(t("designer.effect.nobody_yet"));
  else {
    const how = silent ? "all_the_same" : urgency;
    words.push(t(`designer.effect.asked_${how}`, { roles }));
  }
  for (const { entity, records } of downloads) {
    const name = said(entityOf(now, entity)?.plural) || entity;
    words.push(t("designer.effect.download", { name, records }));
  }
  if (downloads.length === 0) words.push(t("designer.effect.no_download"));
  if (breaking && devices > 0) words.push(t("designer.effect.lifted", { devices }));
  return words;
}

function nameOf({ entity, field }: Effect, now: Model, before: Model | null): string {
  const labels = [now, before].flatMap((model) => {
    const holder = model && entityOf(model, entity);
    if (!holder) return [];
    const known = field === null ? undefined : holder.fields.find(({ id }) => id === field);
    if (field === null) return [said(holder.plural) || entity];
    return known ? [`${said(holder.label) || entity} · ${said(known.label) || field}`] : [];
  });
  return labels[0] ?? field ?? entity;
}

function choiceOf({ field, choice }: Effect, holder: Entity | null | undefined): string {
  const choices = holder?.fields.find(({ id }) => id === field)?.choices ?? [];
  return said(choices.find(({ id }) => id === choice)?.label) || (choice ?? "");
}
