/**
 * The search of everything that is on this phone: as one types, by kind of record, with no need of the network.
 */
import { type Signal, signal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { Lens } from "../../blocks/lens";
import { accentNamed } from "../../fields/accent";
import { isWhole } from "../../local/database";
import type { Workspace } from "../../protocol";
import { DEVICE_TEXTS } from "../../shared/device-messages";
import { KEEPING_TEXTS } from "../../shared/keeping-messages";
import { t } from "../../shared/messages";
import { shortened } from "../../shared/quoted";
import { EmptyState } from "../../ui/empty-state";
import { current } from "../../ui/live";
import { SearchField } from "../../ui/search-field";
import { SkeletonRows } from "../../ui/skeleton";
import type { ListPlace } from "../../ui/virtual-list";
import type { Reading } from "../../values/types";
import { useApp } from "../app-context";
import { Late } from "../late";
import type { PageMemory } from "../page-memory";
import { TabPage } from "../pages/tab-page";
import { useReading } from "../reading";
import { pathOf, type Route } from "../routes";
import { worded } from "../words";
import { type Answer, Finder, Indexes } from "./finder";
import { type Kind, kindsOf } from "./kinds";
import { AllOfKind, FirstOfKind } from "./results";
import { handOn, noteSought, soughtAt } from "./sought";
import { Spoken } from "./spoken";
import "./search.css";

interface SearchPageProps {
  /** Null: all of them. */
  readonly workspace: Workspace | null;
  /** The one kind of which all is shown. */
  readonly entity: string | null;
}

const LAST = 6;

export function SearchPage({ workspace, entity }: SearchPageProps) {
  const app = useApp();
  const lens = current(app.lens);
  const reading = useReading();
  const field = useRef<HTMLDivElement>(null);
  const { key, finder, place } = useFinder();
  const kinds = useMemo(() => {
    const all = lens ? kindsOf(lens, workspace) : [];
    return entity === null ? all : all.filter((kind) => kind.entity.id === entity);
  }, [lens, workspace, entity]);
  useEffect(() => finder.among(kinds, reading), [finder, kinds, reading]);
  useEffect(() => finder.listen(), [finder]);
  const typed = finder.typed.value;
  const answer = finder.answer.value;
  const here = (only = entity): Route => ({
    kind: "search",
    ...(workspace && { workspace: workspace.id }),
    ...(only !== null && { entity: only }),
  });
  useEffect(() => noteSought(app.memory, key, typed), [app, key, typed]);
  useEffect(() => {
    // An address that came from elsewhere may have words.
    if (app.ports.place.entry.peek().path !== pathOf(here())) app.amend(here());
  }, [key]);
  useEffect(() => {
    if (typed === "") field.current?.querySelector("input")?.focus();
  }, []);
  // A key is answered before what was found is drawn again.
  const results = useMemo(
    () =>
      lens &&
      answer && (
        <Results
          finder={finder}
          answer={answer}
          kinds={kinds}
          only={entity !== null}
          place={place}
          lens={lens}
          reading={reading}
          allOf={(one) => pathOf(here(one.entity.id))}
        />
      ),
    [finder, answer, kinds, entity, workspace, place, lens, reading],
  );
  if (!lens) return null;
  const kind = entity === null ? undefined : lens.entity(entity);
  const inside = workspace ? lens.text(workspace.title) : "";
  const name = kind ? lens.text(kind.plural) : t("ui.search");
  return (
    <div data-accent={workspace ? accentNamed(workspace.accent) : undefined}>
      <TabPage
        title={
          inside ? (
            <>
              {name}
              <span class="app-bar-note"> {inside}</span>
            </>
          ) : (
            name
          )
        }
        back={workspace ? { kind: "workspace", workspace: workspace.id } : true}
      >
        <div ref={field} class="search-head">
          <SearchField
            value={finder.typed}
            onSearch={(text) => {
              finder.typed.value = text;
              place.value = { index: 0, offset: 0 };
            }}
            label={inside ? t("mobile.search.inside", { workspace: inside }) : t("mobile.search.everywhere")}
          />
        </div>
        <Spoken finder={finder} />
        {!isWhole(app.core.replica.checkpoint.value) && (
          <Late
            load={() => worded(import("../pages/first-run"), DEVICE_TEXTS).then(({ FirstCopy }) => FirstCopy)}
            props={{}}
          />
        )}
        {results ?? <SkeletonRows count={6} />}
        {workspace && lens.workspaces.length > 1 && (
          <a
            class="search-all search-wider"
            href={pathOf({ kind: "search" })}
            onClick={() => handOn(app.memory, typed.trim())}
          >
            {t("mobile.search.wider")}
          </a>
        )}
      </TabPage>
    </div>
  );
}

interface ResultsProps {
  readonly finder: Finder;
  readonly answer: Answer;
  readonly kinds: readonly Kind[];
  /** There is one kind, and all of it is shown. */
  readonly only: boolean;
  readonly place: Signal<ListPlace>;
  readonly lens: Lens;
  readonly reading: Reading;
  /** Where all that was found of a kind is shown. */
  readonly allOf: (kind: Kind) => string;
}

function Results({ finder, answer, kinds, only, place, allOf, ...shared }: ResultsProps) {
  const { memory } = useApp();
  const { lens, reading } = shared;
  const group = only ? answer.groups[0] : undefined;
  return (
    <div aria-busy={finder.busy}>
      {answer.words.length === 0 ? (
        <EmptyState icon="search">{t("mobile.search.begin")}</EmptyState>
      ) : group ? (
        <AllOfKind group={group} place={place} {...shared} />
      ) : (
        answer.groups.map((one) => (
          <FirstOfKind
            key={one.kind.entity.id}
            group={one}
            all={allOf(one.kind)}
            onAll={() => handOn(memory, answer.typed.trim())}
            {...shared}
          />
        ))
      )}
      {answer.words.length > 0 && answer.total === 0 && answer.whole && (
        <EmptyState icon="search">
          {t("mobile.list.nothing_found", { typed: shortened(answer.typed.trim()) })}
        </EmptyState>
      )}
      {!answer.whole && <SkeletonRows count={3} />}
      <p class="search-foot">{searchedWords(answer)}</p>
      {answer.whole && (
        <Late
          load={() =>
            worded(import("./search-office"), KEEPING_TEXTS).then(({ SearchOffice }) => SearchOffice)
          }
          props={{ kinds, typed: answer.typed.trim(), lens, reading }}
        />
      )}
    </div>
  );
}

/** How much was looked through: this phone, and no more. */
function searchedWords({ words, searched, whole }: Answer): string {
  if (words.length === 0) return whole ? t("mobile.search.here", { count: searched }) : "";
  if (!whole) return t("mobile.search.reading", { count: searched });
  return t("mobile.search.searched", { count: searched });
}

/** The finder of this entry of the history: who comes back finds what he had found. */
function useFinder() {
  const app = useApp();
  const route = app.route.peek();
  const asked = route.kind === "search" ? route.typed : undefined;
  const { key } = app.ports.place.entry.peek();
  const { memory, core } = app;
  return useMemo(() => {
    const typed = asked ?? soughtAt(memory, key) ?? "";
    const indexes = memory.keep("search-indexes", () => new Indexes());
    const { records } = core.replica;
    forgetOld(memory, key);
    return memory.keep(`search/${key}`, () => ({
      key,
      finder: new Finder({ records, indexes }, typed),
      place: signal<ListPlace>({ index: 0, offset: 0 }),
    }));
  }, [key]);
}

/** An answer may be long: only the last few are kept. */
function forgetOld(memory: PageMemory, key: string): void {
  const keys = memory.keep<string[]>("searches", () => []);
  if (!keys.includes(key)) keys.push(key);
  for (const old of keys.splice(0, Math.max(0, keys.length - LAST))) memory.forget(`search/${old}`);
}
