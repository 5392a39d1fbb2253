/**
 * Drafts becoming changes, one after the other: what cannot go stays where it is, and holds nothing else up.
 */
import { writtenBy } from "../../blocks/form/whole-form";
import { withoutDraft } from "../../local/form-drafts";
import type { OpenApp } from "../open-app";
import { draftTitle, namesOf } from "./draft-words";
import type { Drafts } from "./drafts";
import { type Grounds, makesRecord, type Outlook, outlooks } from "./outlook";

export interface SentDrafts {
  readonly sent: number;
  /** Drafts that could not be kept as changes, though nothing was missing. */
  readonly failed: ReadonlySet<string>;
}

/** Make a draft into a change; the draft goes with the same write. @throws StorageFailed, DownOnly */
export async function sendDraft(app: OpenApp, drafts: Drafts, { draft, form }: Outlook): Promise<void> {
  const { action, record, under, workspace } = draft;
  for (const picture of await drafts.pictures(draft)) app.pictures.adopt(picture);
  const acts = form.acts(action.kind === "create" ? "create" : "edit", action.entity, record);
  if (acts.length === 0) return drafts.discard(draft);
  const blobs = app.pictures.taken(writtenBy(acts));
  const source = { workspace, action: action.id };
  await app.core.commands.saveForm(acts, source, blobs, { under, beside: withoutDraft(draft) });
  drafts.became(draft.id);
}

/** Send those that are ready, in their order; whoever names one that failed waits with it. */
export async function sendReady(
  app: OpenApp,
  drafts: Drafts,
  all: readonly Outlook[],
  send: typeof sendDraft = sendDraft,
): Promise<SentDrafts> {
  const failed = new Set<string>();
  let sent = 0;
  for (const one of all.filter(({ hindrance }) => hindrance === null)) {
    if (one.parents.some((parent) => failed.has(parent))) failed.add(one.draft.id);
    else
      try {
        await send(app, drafts, one);
        sent += 1;
      } catch {
        failed.add(one.draft.id);
      }
  }
  return { sent, failed };
}

/**
 * Send the drafts whose records these values name, and those that they name in turn.
 *
 * @returns the title of one that cannot be sent, and then none was
 */
export async function sendNamed(
  app: OpenApp,
  drafts: Drafts,
  blocks: Omit<Grounds, "away">,
  values: readonly unknown[],
): Promise<string | null> {
  const named = new Set(values.flat());
  const begun = drafts.all.peek();
  if (!begun.some((draft) => makesRecord(draft) && named.has(draft.record))) return null;
  const grounds = { ...blocks, away: (draft: Outlook["draft"]) => drafts.away(draft) };
  const wanted = withParents(
    outlooks(begun, grounds),
    ({ draft }) => makesRecord(draft) && named.has(draft.record),
  );
  const held = wanted.find(({ hindrance }) => hindrance !== null);
  const { failed } = held ? { failed: new Set([held.draft.id]) } : await sendReady(app, drafts, wanted);
  const stays = wanted.find(({ draft }) => failed.has(draft.id));
  return stays
    ? draftTitle(stays.draft, stays.form, grounds) || namesOf(stays.draft, blocks.lens).action
    : null;
}

/** Those that are wanted and all that they name, in the order in which they are sent. */
export function withParents(
  all: readonly Outlook[],
  isWanted: (one: Outlook) => boolean,
): readonly Outlook[] {
  const wanted = new Set(all.filter(isWanted).map(({ draft }) => draft.id));
  for (const { draft, parents } of all.toReversed())
    if (wanted.has(draft.id)) for (const parent of parents) wanted.add(parent);
  return all.filter(({ draft }) => wanted.has(draft.id));
}
