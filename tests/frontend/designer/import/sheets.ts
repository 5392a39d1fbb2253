/** Spreadsheets for tests, and a server that takes them in. */
import { applyPatches } from "../../../../frontend/designer/patches";
import type {
  CellProblem,
  ColumnGuess,
  Design,
  DesignEdit,
  ImportPlan,
  ImportState,
  RoleSummary,
  SheetPreview,
  SheetReading,
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
    counts: [],
    target: null,
    unique: true,
    repeats: 0,
    blank: 0,
    blanks: [],
    linked: 0,
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
  heading: 1,
  top: [
    { row: 1, cells: ["Name", "Checked on", "State"] },
    { row: 2, cells: ["Pump", "21/11/2026", "Good"] },
  ],
  sum: null,
  twice: 0,
  reading: { heading: null, keepSum: false, once: false },
};

export function problemAt(row: number, code: string): CellProblem {
  const problem = {
    code,
    arguments: { order: "dmy" },
    field: null,
    sentence: "31/02/2026 is no day.",
    remedy: null,
  };
  return { row, column: 1, label: "Checked on", value: "31/02/2026", emptied: false, problem };
}

type Answer = object | readonly object[] | string;

/** A server of one design and one import: every row fits but those that `problems` says. */
export class ImportServer {
  state: ImportState | null = null;
  problems: readonly CellProblem[] = [];
  preview: SheetPreview = PREVIEW;
  readonly readings: SheetReading[] = [];
  design: Design | null = null;
  published = false;
  /** Method and path → the code that it is refused with. */
  readonly refusals = new Map<string, string>();
  roles: readonly RoleSummary[] = [{ id: "inspector", label: { en: "Inspector" }, people: 3, mine: false }];
  /** What was brought in before. */
  earlier: readonly ImportState[] = [];
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
        return made ? [{ id: made.workspace.id, title: made.workspace.title }] : [];
      case "GET /roles":
        return this.roles;
      case "POST /imports":
        return this.#now({ state: "uploading", name: String(body.name), size: Number(body.size) });
      case "PUT /imports/one/file":
        return this.#now({ state: "ready", rows: this.rows, preview: this.preview });
      case "PUT /imports/one/reading":
        this.readings.push(body);
        this.preview = { ...this.preview, reading: body };
        return this.#now({ state: "ready", preview: this.preview });
      case "PUT /imports/one/plan":
        this.plans.push(body as unknown as ImportPlan);
        return this.#now({ state: "checked", ...this.#counts() });
      case "POST /imports/one/run":
        return this.#now({ state: "done", done: this.rows, ...this.#counts() });
      case "POST /imports/one/undo":
        return this.#now({ state: "undone", done: this.#counts().created });
      case "GET /imports":
        return this.earlier;
      case "GET /imports/one":
        return this.state ?? {};
      case "GET /imports/one/problems":
        return { problems: this.problems, columns: this.#byColumn(), next: null };
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

  /** An import as it stands once all its rows are in. */
  brought(): ImportState {
    return this.#now({ name: "old.csv", size: 10, state: "done", done: this.rows, ...this.#counts() });
  }

  #byColumn() {
    const count = this.problems.length;
    return count === 0 ? [] : [{ column: 1, label: "Checked on", count }];
  }

  #counts() {
    const emptied = this.plans.at(-1)?.emptyUnfit ? this.problems.length : 0;
    const unfit = this.problems.length - emptied;
    return { created: this.rows - unfit, unfit, emptied };
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
  begunAt: "2026-11-21T09:00:00.000Z",
  state: "uploading",
  rows: 0,
  done: 0,
  created: 0,
  updated: 0,
  unfit: 0,
  emptied: 0,
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
