/** Spreadsheets for tests, and a server that takes them in. */
import { applyPatches } from "../../../../frontend/designer/patches";
import type {
  CellProblem,
  ColumnGuess,
  Design,
  DesignEdit,
  ImportPlan,
  ImportState,
  SheetPreview,
} from "../../../../frontend/protocol";
import { Client } from "../../../../frontend/rest/client";
import { design, documents } from "../documents";

export function guess(parts: Partial<ColumnGuess> = {}): ColumnGuess {
  return {
    column: 0,
    label: "Name",
    id: "name",
    type: "text",
    confidence: 1,
    reading: { decimal: ".", days: "ymd", currency: null },
    samples: ["Pump", "Valve"],
    empty: 0,
    unfit: 0,
    longest: 5,
    scale: 0,
    choices: [],
    target: null,
    unique: true,
    ...parts,
  };
}

export const GUESSES: readonly ColumnGuess[] = [
  guess(),
  guess({
    column: 1,
    label: "Checked on",
    id: "checked_on",
    type: "date",
    samples: ["21/11/2026"],
    unique: false,
  }),
  guess({ column: 2, label: "State", id: "state", type: "choice", choices: ["Good", "Worn"], unique: false }),
];

export const PREVIEW: SheetPreview = {
  title: "Inspections",
  encoding: "UTF-8",
  delimiter: ";",
  columns: [...GUESSES],
  rows: [["Pump", "21/11/2026", "Good"]],
};

export function problemAt(row: number, code: string): CellProblem {
  const problem = { code, arguments: {}, field: null, sentence: "31/02/2026 is no day.", remedy: null };
  return { row, column: 1, label: "Checked on", value: "31/02/2026", problem };
}

type Answer = object | readonly object[] | string;

/** A server of one design and one import: every row fits but those that `problems` says. */
export class ImportServer {
  state: ImportState | null = null;
  problems: readonly CellProblem[] = [];
  design: Design | null = null;
  published = false;
  /** Method and path → the code that it is refused with. */
  readonly refusals = new Map<string, string>();
  readonly asked: string[] = [];
  readonly plans: ImportPlan[] = [];
  readonly rows = 3;
  readonly client = new Client({
    fetch: async (address, options) => {
      const path = String(address).replace("/api/v1", "").replace(/\?.*/, "");
      const call = `${options?.method} ${path}`;
      const { body } = options ?? {};
      const refused = this.refusals.get(call);
      this.asked.push(call);
      if (refused) return Response.json({ code: refused, sentence: `No: ${refused}` }, { status: 409 });
      return Response.json(this.#answer(call, typeof body === "string" ? JSON.parse(body) : body));
    },
  });

  #answer(call: string, body: Record<string, unknown>): Answer {
    const made = this.design as Design;
    switch (call) {
      case "GET /session":
        return { csrf: "token" };
      case "GET /designs":
        return [];
      case "GET /roles":
        return [{ id: "inspector", label: { en: "Inspector" }, people: 3 }];
      case "POST /imports":
        return this.#now({ state: "uploading", name: String(body.name), size: Number(body.size) });
      case "PUT /imports/one/file":
        return this.#now({ state: "ready", rows: this.rows, preview: PREVIEW });
      case "PUT /imports/one/plan":
        this.plans.push(body as unknown as ImportPlan);
        return this.#now({ state: "checked", ...this.#counts() });
      case "POST /imports/one/run":
        return this.#now({ state: "done", done: this.rows, ...this.#counts() });
      case "POST /imports/one/undo":
        return this.#now({ state: "undone", done: this.#counts().created });
      case "GET /imports/one":
        return this.state ?? {};
      case "GET /imports/one/problems":
        return { problems: this.problems, next: null };
      case "POST /designs":
        this.design = design({
          workspace: { ...body, pages: [], actions: [] } as unknown as Design["workspace"],
          revision: 1,
        });
        return this.design;
      case `GET /designs/${made?.workspace.id}/published`:
        return { workspace: null, model: documents().model };
      case `GET /designs/${made?.workspace.id}`:
        return made;
      case `PATCH /designs/${made?.workspace.id}`:
        this.design = edited(made, body.edits as DesignEdit[]);
        return this.design;
      case `POST /designs/${made?.workspace.id}/publish`:
        this.published = true;
        return { ...made, metadataVersion: 2, conversion: null };
      default:
        return {};
    }
  }

  #counts() {
    return { created: this.rows - this.problems.length, unfit: this.problems.length };
  }

  #now(parts: Partial<ImportState>): ImportState {
    const before = this.state ?? NEW;
    this.state = { ...before, received: parts.size === undefined ? before.size : 0, ...parts };
    return this.state;
  }
}

const NEW: ImportState = {
  id: "one",
  name: "",
  size: 0,
  received: 0,
  state: "uploading",
  rows: 0,
  done: 0,
  created: 0,
  updated: 0,
  unfit: 0,
  left: 0,
  plan: null,
  preview: null,
  problem: null,
};

function edited(before: Design, edits: readonly DesignEdit[]): Design {
  const now = { ...before, revision: before.revision + edits.length };
  for (const { document, patches } of edits) {
    Object.assign(now, { [document]: applyPatches(now[document] as unknown, patches) });
  }
  return now;
}
