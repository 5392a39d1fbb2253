/**
 * One open design: its store, what is selected, and everything the panes derive from the two.
 *
 * The panes read signals here and call `run` with what a command gave; nothing in this file draws.
 */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { textIn } from "../metadata/find";
import type { PracticeRecords } from "../metadata/preview-channel";
import type {
  Conversion,
  Design,
  Field,
  Finding,
  OfflineAudience,
  OfflineGap,
  OfflineReport,
  OtherTab,
  Publication,
  RoleSummary,
  SeenDesign,
} from "../protocol";
import type { Client } from "../rest/client";
import {
  createRole,
  listRoles,
  type Published,
  publishDesign,
  readConversion,
  readDesign,
  readOffline,
  readPractice,
  readPublished,
  readSeen,
} from "../rest/designs";
import { ProblemError } from "../rest/errors";
import { publishProfile, readProfile, writeProfile } from "../rest/profiles";
import { listRecords } from "../rest/records";
import { language, t } from "../shared/messages";
import { Toasts } from "../ui/toasts";
import { announced } from "./announcement";
import type { DocumentName, Documents, Intention, Path } from "./document";
import { valueAt } from "./document";
import type { Reserved } from "./ids";
import { entityOf, usedEntities } from "./model-view";
import { taking } from "./offline/profile-edits";
import { drawnFrom, NONE_OWN, type OwnByEntity, readOwn } from "./own-records";
import { touched } from "./patches";
import { NO_PRACTICE, withNew } from "./practice";
import { problemWords } from "./problem-words";
import { reservedIds } from "./reserved";
import type { DesignStore, Notice } from "./store";
import { buildTree, keyOf, nodeByPath, type TreeNode } from "./tree/nodes";
import { wholeDocuments } from "./whole";
import { written } from "./words";

/** Milliseconds between two looks at a publication under way. */
const CONVERTING_EVERY = 1000;

export interface Selected {
  readonly document: DocumentName;
  readonly path: Path;
}

export const WHOLE_WORKSPACE: Selected = { document: "workspace", path: [] };

/** A profile that takes more along from its publication on. */
export interface TakenAlong {
  readonly name: string;
  readonly publish: () => Promise<void>;
}

/** The profile of all who are given no other. */
const EVERYONE = "everyone";

type Showing = boolean | "page";

export class Editor {
  readonly toasts = new Toasts();
  readonly selected: Signal<Selected> = signal(WHOLE_WORKSPACE);
  readonly hovered: Signal<string | null> = signal(null);
  readonly expanded: Signal<ReadonlySet<string>>;
  readonly allEntities: Signal<boolean> = signal(false);
  readonly practice: Signal<PracticeRecords> = signal(NO_PRACTICE);
  /** Records at the office that practice records are drawn from. */
  readonly own: Signal<OwnByEntity> = signal(NONE_OWN);
  /** Who else has the design open. */
  readonly others: Signal<readonly OtherTab[]> = signal([]);
  readonly published: Signal<Published> = signal({ workspace: null, model: null });
  /** How far a publication has come that converts many records; null while there is none. */
  readonly converting: Signal<Conversion | null> = signal(null);
  /** What was just done, for a screen reader. */
  readonly said: Signal<{ readonly words: string }> = signal({ words: "" });
  /** What was gone to by its name, or has just been made: its row takes the focus. */
  readonly arrived: Signal<Selected | null> = signal(null);
  readonly whole: ReadonlySignal<Documents>;
  readonly tree: ReadonlySignal<readonly TreeNode[]>;
  readonly reserved: ReadonlySignal<Reserved>;
  readonly findings: ReadonlySignal<readonly Finding[]>;
  readonly #client: Client;
  #practiceFor = "";

  constructor(
    readonly id: string,
    readonly store: DesignStore,
    client: Client,
  ) {
    this.#client = client;
    this.whole = computed(() => wholeDocuments(store.documents.value));
    this.tree = computed(() => buildTree(this.whole.value, { allEntities: this.allEntities.value }));
    this.reserved = computed(() => reservedIds(store.design.value, this.published.value));
    this.findings = computed(() => store.design.value.findings);
    const pages = store.documents.peek().workspace.pages ?? [];
    this.expanded = signal(
      new Set([
        "section:pages",
        "section:actions",
        ...pages.slice(0, 2).map(({ id }) => `workspace:pages/${id}`),
      ]),
    );
    store.notices.on((notice) => this.#tell(notice));
  }

  get documents(): Documents {
    return this.store.documents.peek();
  }

  /** Do it, say it, and show what it was about: the deepest node, or the first of the pages. */
  run(intention: Intention | null, { select = false }: { readonly select?: Showing } = {}): boolean {
    if (!this.store.apply(intention) || !intention) return false;
    this.#after(intention, select);
    if (select) this.arrived.value = this.selected.peek();
    return true;
  }

  /** As `run`, for what is being typed: one step of the history as long as the key stays the same. */
  type(intention: Intention | null, merge: string): void {
    this.store.apply(intention, merge);
  }

  undo(): void {
    const back = this.store.undo((label) => t("designer.edit.undone", { label }));
    if (back) this.#after(back, true);
  }

  redo(): void {
    const again = this.store.redo();
    if (again) this.#after({ ...again, label: t("designer.edit.redone", { label: again.label }) }, true);
  }

  /** Select a node and put the focus on its row. */
  goTo(selected: Selected): void {
    this.select(selected);
    this.arrived.value = selected;
  }

  /** Have a screen reader say it. */
  say(words: string): void {
    this.said.value = { words };
  }

  select(selected: Selected): void {
    this.store.seal();
    this.selected.value = selected;
    // An entity that no page shows yet is among the others only.
    const entity = selected.document === "model" ? selected.path[1] : undefined;
    if (entity && !usedEntities(this.whole.peek().workspace, this.whole.peek().model).includes(entity)) {
      this.allEntities.value = true;
    }
    this.#reveal(selected);
  }

  /** The findings of a node's own key, or of everything in it. */
  findingsAt({ document, path }: Selected, key?: string): readonly Finding[] {
    const place = key === undefined ? path : [...path, key];
    return this.findings.value.filter(
      (finding) => finding.document === document && place.every((part, at) => finding.path[at] === part),
    );
  }

  /** A field as it is published, so that records may have it; null where it is not. */
  stored(entity: string, field: string): Field | null {
    const { model } = this.published.value;
    const holder = model ? entityOf(model, entity) : undefined;
    return holder?.fields.find(({ id }) => id === field) ?? null;
  }

  /** How dialogs ask the server what the design has no part in. */
  get client(): Client {
    return this.#client;
  }

  /** Read what lies beside the design: practice records and what is published. */
  async begin(): Promise<void> {
    const published = readPublished(this.#client, this.id).then((found) => {
      this.published.value = found;
    });
    await Promise.allSettled([this.refreshPractice(published), published]);
  }

  /** Make practice records anew if the model has changed since. */
  async refreshPractice(published: Promise<void> = Promise.resolve()): Promise<void> {
    const { model, workspace } = this.store.design.peek();
    const used = usedEntities(workspace, model);
    const state = JSON.stringify([model, used]);
    if (state === this.#practiceFor) return;
    this.#practiceFor = state;
    const [made, own] = await Promise.all([
      readPractice(this.#client, this.id),
      published.then(
        () => readOwn(this.#client, this.published.peek().model, used),
        () => NONE_OWN,
      ),
    ]);
    this.own.value = own;
    const drawn = drawnFrom(made, own, this.whole.peek().model, (entity, field) =>
      this.stored(entity, field),
    );
    this.practice.value = withNew(this.practice.peek(), drawn);
  }

  roles(): Promise<RoleSummary[]> {
    return listRoles(this.#client);
  }

  /** Make a role to show the workspace to. @throws ProblemError, Unreachable */
  newRole(label: string): Promise<RoleSummary> {
    return createRole(this.#client, written(label));
  }

  /** People by a part of their name, as far as the designer may read them. */
  async people(typed: string): Promise<readonly { readonly id: string; readonly name: string }[]> {
    const { records } = await listRecords(this.#client, "person", {
      limit: 20,
      ...(typed && { search: typed }),
    });
    return records.map(({ id, values }) => ({ id, name: String(values.name ?? "") }));
  }

  /** The design as it is saved, as a role or a person would have it. */
  seenBy(kind: "role" | "person", id: string): Promise<SeenDesign> {
    return readSeen(this.#client, this.id, kind, id);
  }

  /** What of the design, as it is saved, does not work offline. */
  offline(): Promise<OfflineReport> {
    return readOffline(this.#client, this.id);
  }

  /** Take along what is lacking, by the profile that these people are given; it is published apart. */
  async takeAlong({ profiles }: OfflineAudience, { entity, field }: OfflineGap): Promise<TakenAlong> {
    const client = this.#client;
    const name = profiles.find((one) => one !== EVERYONE) ?? EVERYONE;
    const before = await readProfile(client, name);
    const { profile, revision } = await writeProfile(
      client,
      taking(before.profile, entity ?? "", field),
      before.revision,
    );
    return {
      name: textIn(profile.label, language.peek()) || name,
      publish: async () => void (await publishProfile(client, name, revision, {})),
    };
  }

  /** Publish what is saved, after what waits has been saved. @throws ProblemError, Unreachable */
  async publish(publication: Omit<Publication, "revision">): Promise<Design> {
    await this.store.settled(AbortSignal.timeout(15_000));
    const { revision } = this.store.design.peek();
    const begun = await publishDesign(this.#client, this.id, { ...publication, revision });
    const design = begun.conversion ? await this.#converted(begun.conversion) : begun;
    this.store.adopt(design);
    this.published.value = await readPublished(this.#client, this.id);
    return design;
  }

  /** Wait until all records are converted and the design is published. @throws ProblemError when it failed */
  async #converted(begun: Conversion): Promise<Design> {
    try {
      let now = begun;
      while (now.state === "waiting" || now.state === "running") {
        this.converting.value = now;
        await new Promise((resolve) => setTimeout(resolve, CONVERTING_EVERY));
        now = await readConversion(this.#client, this.id);
      }
      if (now.problem) throw new ProblemError(now.problem, 409);
      return await readDesign(this.#client, this.id);
    } finally {
      this.converting.value = null;
    }
  }

  #after(intention: Intention, select: Showing): void {
    this.say(announced(this.documents, () => this.tree.peek(), intention));
    const { selected } = this;
    const there = (one: Selected) => valueAt(this.documents[one.document], one.path) !== undefined;
    const places = touched(intention);
    const pages = places.filter(({ document, path }) => document === "workspace" && path[0] === "pages");
    const node = select
      ? (select === "page" && pages.length > 0 ? pages.toReversed() : places)
          .map((one) => nodeByPath(this.tree.value, one))
          .find((found) => found !== undefined)
      : undefined;
    if (node && node.path.length > 0) this.select({ document: node.document, path: node.path });
    else if (!there(selected.peek())) this.select(this.#nearest(selected.peek(), there));
  }

  /** The deepest node above one that has gone. */
  #nearest({ document, path }: Selected, there: (one: Selected) => boolean): Selected {
    for (let length = path.length - 2; length > 0; length -= 2) {
      const above = { document, path: path.slice(0, length) };
      if (there(above)) return above;
    }
    return WHOLE_WORKSPACE;
  }

  #reveal({ document, path }: Selected): void {
    const open = new Set(this.expanded.peek());
    const section = path[0];
    if (section) open.add(`section:${section}`);
    for (let length = 2; length < path.length; length += 2) open.add(keyOf(document, path.slice(0, length)));
    if (open.size !== this.expanded.peek().size) this.expanded.value = open;
  }

  #tell(notice: Notice): void {
    switch (notice.kind) {
      case "refused":
        this.toasts.show(
          t("designer.notice.refused", { label: notice.label, reason: problemWords(notice.problem) }),
          undefined,
          10,
        );
        break;
      case "lost":
        this.toasts.show(t("designer.notice.lost", { count: notice.count }), undefined, 10);
        break;
      case "stuck":
        this.toasts.show(t("designer.notice.stuck", { label: notice.label }));
        break;
    }
  }
}
