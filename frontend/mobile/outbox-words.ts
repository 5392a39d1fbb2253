/**
 * A change in the outbox as a person would tell of it: what, and what the office said. Pure, over the open app.
 */
import type { Lens } from "../blocks/lens";
import { titleOf } from "../blocks/record-values";
import { problemText } from "../fields/problem-text";
import { isRefused, type OutboxEntry, rootCause } from "../local/outbox-entry";
import type { LocalRecord } from "../local/record";
import type { Act, AssignAct, Remark, ShareAct } from "../protocol";
import { type MessageKey, t } from "../shared/messages";
import { unreachable } from "../shared/unreachable";
import type { Reading } from "../values/types";

export interface Telling {
  readonly lens: Lens | null;
  readonly reading: Reading;
  readonly record: (entity: string, id: string) => LocalRecord | undefined;
}

export interface ToldRemark {
  readonly severity: Remark["severity"];
  readonly sentence: string;
}

/** What was done, to what: "New expense: Taxi". */
export function toldChange({ acts, source, outcome }: OutboxEntry, telling: Telling): string {
  const [act, ...lines] = acts;
  if (!act) return "";
  const { lens } = telling;
  const workspace = source && lens?.workspace(source.workspace);
  const action = workspace ? lens?.action(workspace, source.action) : undefined;
  const entity = lens?.text(lens.entity(act.entity)?.label) ?? act.entity;
  const name = nameOf(act, telling);
  const given = act.kind === "assign" || act.kind === "share" ? partyName(act, telling) : "";
  const label =
    action && (action.kind === "step" || action.kind === "create") ? lens?.text(action.label) : undefined;
  const done = label ?? toldAct(act, entity, given);
  const asked = action?.offline === "intent" && !outcome;
  const deed = asked ? t("mobile.keep.asked_for", { name: done }) : done;
  const what = name && name !== entity ? t("mobile.outbox.what", { deed, name }) : deed;
  return lines.length > 0 ? t("mobile.form.lines_told", { what, count: lines.length }) : what;
}

/** The person or team that a record is given to or shared with. */
function partyName(act: AssignAct | ShareAct, { reading }: Telling): string {
  const party = act.kind === "assign" ? act.owner : act.with;
  return reading.resolve?.("person", party) ?? reading.resolve?.("team", party) ?? "";
}

function toldAct(act: Act, entity: string, party: string): string {
  switch (act.kind) {
    case "create":
      return t("mobile.outbox.create", { entity: entity.toLocaleLowerCase() });
    case "set":
      return t("mobile.outbox.edit", { entity: entity.toLocaleLowerCase() });
    case "delete":
      return t("mobile.outbox.delete", { entity: entity.toLocaleLowerCase() });
    case "restore":
      return t("mobile.outbox.restore", { entity: entity.toLocaleLowerCase() });
    case "step":
      return t("mobile.outbox.step");
    case "resolve":
      return t("mobile.outbox.resolve");
    case "assign":
      return t("mobile.outbox.assign", { party });
    case "share":
      return t(act.may.length > 0 ? "mobile.outbox.share" : "mobile.outbox.unshare", { party });
    case "keep":
      return t(KEEP_WORDS[act.how][act.on ? "on" : "off"]);
    default:
      return unreachable(act);
  }
}

const KEEP_WORDS = {
  pin: { on: "mobile.outbox.pin", off: "mobile.outbox.unpin" },
  follow: { on: "mobile.outbox.follow", off: "mobile.outbox.unfollow" },
} as const;

/** The name of the record: as it is shown now, else as the change itself has it. */
function nameOf(act: Act, { lens, reading, record }: Telling): string {
  const shown = record(act.entity, act.record);
  if (!lens) return "";
  if (shown) return titleOf(lens, shown, reading);
  if (act.kind !== "create") return reading.resolve?.(act.entity, act.record) ?? "";
  const { entity, record: id, values } = act;
  return titleOf(
    lens,
    { entity, id, version: 0, values, state: "new", progress: "refused", partial: false },
    reading,
  );
}

/** What the office said of a change that it has taken, a line each. */
export function toldRemarks({ acts, outcome }: OutboxEntry, { lens }: Telling): readonly ToldRemark[] {
  return (outcome?.remarks ?? []).map(({ severity, message, record, field }) => {
    const act = acts.find((one) => one.record === record);
    const name = act && field && lens ? lens.text(lens.field(act.entity, field)?.label) : "";
    const sentence = name ? t("mobile.outbox.said_field", { field: name, sentence: message }) : message;
    return { severity, sentence };
  });
}

/** What the office said of a change that it did not take, or what it waits for. */
export function toldRefusal(
  entry: OutboxEntry,
  entries: readonly OutboxEntry[],
  telling: Telling,
): string | null {
  const { outcome } = entry;
  if (!isRefused(entry) || !outcome?.problem) return null;
  const decided = toldDecision(entry);
  const said =
    outcome.status === "blocked" ? toldWaiting(entry, entries, telling) : toldProblem(entry, telling);
  return decided ? `${said} ${decided}` : said;
}

function toldProblem(entry: OutboxEntry, telling: Telling): string {
  const problem = entry.outcome?.problem;
  if (!problem) return "";
  const field = fieldName(entry, problem.field, telling);
  const sentence = problemText(problem);
  return field
    ? t("mobile.outbox.refused_field", { field, sentence })
    : t("mobile.outbox.refused", { sentence });
}

/** What its user can do about a wish, a new owner, a share or a return that the office refused. */
export interface Remedy {
  readonly say: MessageKey;
  /** Send it again, or look at the record; null: neither would help. */
  readonly next: "again" | "look" | null;
}

const REMEDIES: Readonly<Record<string, Remedy>> = {
  forbidden: { say: "mobile.outbox.do.forbidden", next: "again" },
  "record-deleted": { say: "mobile.outbox.do.deleted", next: "again" },
  "record-not-found": { say: "mobile.outbox.do.gone", next: null },
  "step-not-allowed": { say: "mobile.outbox.do.moved_on", next: "look" },
  "person-or-team-not-found": { say: "mobile.outbox.do.nobody", next: "look" },
  // Of a deleted record that comes back: what it held has been given to another one meanwhile
  "value-not-unique": { say: "mobile.outbox.do.taken", next: "again" },
  "unknown-step": { say: "mobile.outbox.do.withdrawn", next: null },
};

/** What to do about a refusal; null where a form says it, or nothing is known to help. */
export function remedyOf({ acts, outcome, decision }: OutboxEntry): Remedy | null {
  const formed = acts.some(({ kind }) => kind === "create" || kind === "set");
  if (outcome?.status !== "rejected" || formed || decision) return null;
  return REMEDIES[outcome.problem?.code ?? ""] ?? null;
}

/** What a change waits for, and why that did not go through. */
function toldWaiting(entry: OutboxEntry, entries: readonly OutboxEntry[], telling: Telling): string {
  const cause = rootCause(entry, entries);
  if (!cause) return t("mobile.outbox.waits_for_gone");
  const what = toldChange(cause, telling);
  const problem = isRefused(cause) ? cause.outcome?.problem : null;
  return problem
    ? t("mobile.outbox.waits_for_refused", { what, sentence: problemText(problem) })
    : t("mobile.outbox.waits_for", { what });
}

/** What an administrator said of a refused change. */
function toldDecision({ decision }: OutboxEntry): string | null {
  if (decision?.decision === "returned") return t("mobile.outbox.returned", { note: decision.note ?? "" });
  if (decision?.decision !== "discarded") return null;
  return decision.note
    ? t("mobile.outbox.given_up_note", { note: decision.note })
    : t("mobile.outbox.given_up");
}

/** The field that the office blames, of the one of several records that it names. */
function fieldName({ acts, outcome }: OutboxEntry, field: string | null, { lens }: Telling): string {
  const blamed: unknown = outcome?.problem?.arguments.record;
  const act = acts.find(({ record }) => record === blamed) ?? acts[0];
  if (!act || !field || !lens) return "";
  return lens.text(lens.field(act.entity, field.split(".", 1)[0] ?? "")?.label);
}
