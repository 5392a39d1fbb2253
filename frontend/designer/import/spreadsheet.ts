/**
 * A spreadsheet on its way in: its file, how the server sees it, and what is being done to it.
 *
 * What takes long goes on at the server; here it is asked how it stands until there is nothing more to do.
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { CellProblem, ColumnProblems, ImportPlan, ImportState, SheetReading } from "../../protocol";
import type { Client } from "../../rest/client";
import { ProblemError } from "../../rest/errors";
import {
  beginImport,
  cancelImport,
  planImport,
  readAgain,
  readCellProblems,
  readImport,
  removeImport,
  runImport,
  sendFile,
  undoImport,
} from "../../rest/imports";
import type { Clock } from "../../shared/clock";

const ASK_EVERY = 700;
const WORKING: ReadonlySet<ImportState["state"]> = new Set(["reading", "checking", "running", "undoing"]);

export class Spreadsheet {
  readonly #client: Client;
  readonly #clock: Clock;
  readonly #state = signal<ImportState | null>(null);
  readonly #problems = signal<readonly CellProblem[]>([]);
  readonly #byColumn = signal<readonly ColumnProblems[]>([]);
  readonly #more = signal(false);
  #ended = false;

  constructor(client: Client, clock: Clock) {
    this.#client = client;
    this.#clock = clock;
  }

  /** How the server has it; null while there is none. */
  get state(): ReadonlySignal<ImportState | null> {
    return this.#state;
  }

  /** The first of what does not fit, by cell. */
  get problems(): ReadonlySignal<readonly CellProblem[]> {
    return this.#problems;
  }

  /** How many cells of each column do not fit. */
  get byColumn(): ReadonlySignal<readonly ColumnProblems[]> {
    return this.#byColumn;
  }

  /** Whether there are more than those. */
  get more(): ReadonlySignal<boolean> {
    return this.#more;
  }

  /** Bring a file up and wait until it is read. @throws ProblemError, Unreachable */
  async take(file: File): Promise<ImportState> {
    await this.forget();
    const begun = await beginImport(this.#client, file.name, file.size);
    this.#state.value = begun;
    await sendFile(this.#client, begun, file, (state) => {
      this.#state.value = state;
    });
    return this.#settled();
  }

  /** Go on with one that was brought in before. */
  open(state: ImportState): void {
    this.#state.value = state;
  }

  /** Have the file read once more, otherwise, and wait until it is. @throws ProblemError, Unreachable */
  read(reading: SheetReading): Promise<ImportState> {
    return this.#done((id) => readAgain(this.#client, id, reading));
  }

  /** Have every row checked. @throws ProblemError, Unreachable */
  plan(plan: ImportPlan): Promise<ImportState> {
    return this.#done((id) => planImport(this.#client, id, plan));
  }

  /** Bring the rows in. @throws ProblemError, Unreachable */
  run(skipUnfit: boolean): Promise<ImportState> {
    return this.#done((id) => runImport(this.#client, id, skipUnfit));
  }

  /** Take the whole import back. @throws ProblemError, Unreachable */
  undo(): Promise<ImportState> {
    return this.#done((id) => undoImport(this.#client, id));
  }

  /** Stop; what was brought in stays. Whoever waits for the work is told how it ended. */
  async cancel(): Promise<void> {
    const now = this.#state.peek();
    if (now) this.#state.value = await cancelImport(this.#client, now.id);
  }

  /** Let go of a file that nothing was made of; of one that was brought in the server keeps the way back. */
  async forget(): Promise<void> {
    const now = this.#state.peek();
    this.#state.value = null;
    this.#problems.value = [];
    if (!now || now.created + now.updated > 0 || WORKING.has(now.state)) return;
    await removeImport(this.#client, now.id).catch(() => {});
  }

  /** What was checked is no longer what is wanted. */
  outdate(): void {
    const now = this.#state.peek();
    if (now?.state === "checked") this.#state.value = { ...now, state: "ready" };
    this.#problems.value = [];
  }

  /** Ask no more. */
  end(): void {
    this.#ended = true;
  }

  async #done(act: (id: string) => Promise<ImportState>): Promise<ImportState> {
    const now = this.#state.peek();
    if (!now) throw new Error("There is no spreadsheet");
    this.#state.value = await act(now.id);
    return this.#settled();
  }

  /** Wait until there is nothing more to do. @throws ProblemError when it failed */
  async #settled(): Promise<ImportState> {
    let now = this.#state.peek();
    while (now && WORKING.has(now.state) && !this.#ended) {
      const { id } = now;
      await new Promise<void>((resolve) => this.#clock.after(ASK_EVERY, resolve));
      now = this.#state.peek()?.id === id ? await readImport(this.#client, id) : this.#state.peek();
      this.#state.value = now;
    }
    if (!now) throw new Error("The spreadsheet was let go");
    if (now.state === "failed" && now.problem) throw new ProblemError(now.problem, 422);
    await this.#readProblems(now.id);
    return now;
  }

  async #readProblems(id: string): Promise<void> {
    const { problems, columns, next } = await readCellProblems(this.#client, id);
    this.#problems.value = problems;
    this.#byColumn.value = columns;
    this.#more.value = next !== null;
  }
}
