/**
 * A workspace made of a spreadsheet in one go: designed, published, its rows checked against it and brought in.
 *
 * If it cannot be published, what was designed is taken back: everything is as it was.
 */
import type { ImportState, NewDesign } from "../../protocol";
import type { Client } from "../../rest/client";
import {
  createDesign,
  editDesign,
  publishDesign,
  readConversion,
  readDesign,
  readPublished,
  removeDesign,
} from "../../rest/designs";
import { ProblemError } from "../../rest/errors";
import type { Clock } from "../../shared/clock";
import { newIds } from "../../shared/ids";
import type { Intention } from "../document";
import { inverseIntention } from "../patches";
import { onWire } from "../pending";
import { reservedIds } from "../reserved";
import { documentsOf } from "../store";
import { type NewColumn, type NewRows, planOfNew } from "./columns";
import { addSheetEntity, type SheetEntity } from "./entity";
import type { Spreadsheet } from "./spreadsheet";

const ASK_EVERY = 1_000;

export interface SheetWorkspace {
  readonly design: NewDesign;
  readonly entity: SheetEntity;
  readonly roles: readonly string[];
}

/** Design the workspace and publish it; return the id of its entity. @throws ProblemError, Unreachable */
export async function publishSheetWorkspace(
  client: Client,
  clock: Clock,
  { design, entity, roles }: SheetWorkspace,
): Promise<string> {
  const made = await createDesign(client, design);
  const { model } = await readPublished(client, design.id);
  const reserved = reservedIds(made, { workspace: null, model });
  const { intention, id } = addSheetEntity(documentsOf(made), reserved, entity);
  let edited: Intention | null = null;
  try {
    const { revision } = await editDesign(client, design.id, made.revision, wire(intention));
    edited = intention;
    const published = await publishDesign(client, design.id, { revision, note: {}, roles: [...roles] });
    if (published.conversion) await untilConverted(client, clock, design.id);
  } catch (error) {
    await takeBack(client, design.id, edited).catch(() => {});
    throw error;
  }
  return id;
}

/** Check the rows against the entity that there is now, and bring in those that fit. @throws ProblemError, Unreachable */
export async function bringIn(
  sheet: Spreadsheet,
  columns: readonly NewColumn[],
  rows: NewRows,
  entity: string,
): Promise<ImportState> {
  const checked = await sheet.plan(planOfNew(columns, rows, entity));
  return checked.state === "checked" ? sheet.run(true) : checked;
}

function wire(intention: Intention) {
  const newId = newIds();
  return onWire([{ intention, ids: intention.edits.map(() => newId()), merge: null }]);
}

async function takeBack(client: Client, workspace: string, edited: Intention | null): Promise<void> {
  if (edited) {
    const { revision } = await readDesign(client, workspace);
    await editDesign(client, workspace, revision, wire(inverseIntention(edited, edited.label)));
  }
  await removeDesign(client, workspace);
}

async function untilConverted(client: Client, clock: Clock, workspace: string): Promise<void> {
  for (;;) {
    const { state, problem } = await readConversion(client, workspace);
    if (state === "done") return;
    if (state === "failed" && problem) throw new ProblemError(problem, 422);
    await new Promise<void>((resolve) => clock.after(ASK_EVERY, resolve));
  }
}
