/**
 * What is published beside the open design: the other workspaces and the offline profiles, read once an open design.
 */
import type { Profile, Workspace } from "../../protocol";
import { listDesigns, readPublished } from "../../rest/designs";
import { listProfiles, readProfile } from "../../rest/profiles";
import type { Editor } from "../editor";

export interface Beside {
  readonly workspaces: readonly Workspace[];
  readonly profiles: readonly Profile[];
}

export const NOTHING_BESIDE: Beside = { workspaces: [], profiles: [] };

const known = new WeakMap<Editor, Promise<Beside>>();

/** Read what is beside a design; what cannot be read counts for nothing. */
export function besideOf(editor: Editor): Promise<Beside> {
  const read = known.get(editor) ?? readBeside(editor).catch(() => NOTHING_BESIDE);
  known.set(editor, read);
  return read;
}

async function readBeside({ client, id }: Editor): Promise<Beside> {
  const [designs, profiles] = await Promise.all([listDesigns(client), listProfiles(client)]);
  const others = designs.filter((one) => one.id !== id && one.publishedVersion > 0);
  const [published, read] = await Promise.all([
    Promise.all(others.map((one) => readPublished(client, one.id))),
    Promise.all(profiles.map((one) => readProfile(client, one.id))),
  ]);
  return {
    workspaces: published.flatMap(({ workspace }) => workspace ?? []),
    profiles: read.map(({ profile }) => profile),
  };
}
