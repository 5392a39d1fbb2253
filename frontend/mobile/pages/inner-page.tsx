/**
 * The pages behind home, by their addresses; each comes with its words when it is first opened.
 */
import { useRef } from "preact/hooks";
import type { Lens } from "../../blocks/lens";
import type { Action, Workspace } from "../../protocol";
import { BLOCK_TEXTS } from "../../shared/block-messages";
import { DEVICE_TEXTS } from "../../shared/device-messages";
import { FILTER_TEXTS } from "../../shared/filter-messages";
import { FORM_TEXTS } from "../../shared/form-messages";
import { KEEPING_TEXTS } from "../../shared/keeping-messages";
import { t } from "../../shared/messages";
import { SEARCH_TEXTS } from "../../shared/search-messages";
import { Button } from "../../ui/button";
import { EmptyState } from "../../ui/empty-state";
import { current } from "../../ui/live";
import { useApp } from "../app-context";
import { Late, ready } from "../late";
import type { Route } from "../routes";
import { worded } from "../words";
import { TabPage } from "./tab-page";

const formPage = () =>
  worded(import("./form"), BLOCK_TEXTS, FORM_TEXTS, KEEPING_TEXTS).then(({ FormPage }) => FormPage);
const recordsPage = () =>
  worded(import("./records"), BLOCK_TEXTS, FILTER_TEXTS, KEEPING_TEXTS).then(
    ({ RecordsPage }) => RecordsPage,
  );

/** Have the pages ready that are opened most. */
export async function readyPages(): Promise<void> {
  await Promise.all([ready(recordsPage), ready(formPage)]);
}

export function InnerPage() {
  const app = useApp();
  const route = current(app.route);
  const lens = current(app.lens);
  const { key } = app.ports.place.entry.value;
  const begun = useRef<Begun | null>(null);
  const firstRun = (
    <Late
      load={() => worded(import("./first-run"), DEVICE_TEXTS).then(({ FirstRunPage }) => FirstRunPage)}
      props={{}}
    />
  );
  switch (route.kind) {
    case "outbox":
      return (
        <Late
          load={() =>
            worded(import("./outbox"), FORM_TEXTS, KEEPING_TEXTS).then(({ OutboxPage }) => OutboxPage)
          }
          props={{}}
        />
      );
    case "change":
      return (
        <Late
          key={key}
          load={() =>
            worded(import("./change"), BLOCK_TEXTS, FORM_TEXTS, KEEPING_TEXTS).then(
              ({ ChangePage }) => ChangePage,
            )
          }
          props={{ id: route.change }}
        />
      );
    case "draft":
      return (
        <Late
          key={key}
          load={() =>
            worded(import("../drafts/draft-page"), BLOCK_TEXTS, FORM_TEXTS, KEEPING_TEXTS).then(
              ({ DraftPage }) => DraftPage,
            )
          }
          props={{ id: route.draft }}
        />
      );
    case "status":
      return (
        <Late
          load={() =>
            worded(import("./status"), FILTER_TEXTS, KEEPING_TEXTS, DEVICE_TEXTS).then(
              ({ StatusPage }) => StatusPage,
            )
          }
          props={{}}
        />
      );
    case "filters":
      return (
        <Late
          load={() =>
            worded(import("../filters/filters-page"), BLOCK_TEXTS, FILTER_TEXTS, KEEPING_TEXTS).then(
              ({ FiltersPage }) => FiltersPage,
            )
          }
          props={{}}
        />
      );
    case "filter":
      return (
        <Late
          key={route.filter}
          load={() =>
            worded(
              import("../filters/filter-page"),
              BLOCK_TEXTS,
              FILTER_TEXTS,
              FORM_TEXTS,
              KEEPING_TEXTS,
            ).then(({ FilterPage }) => FilterPage)
          }
          props={{ id: route.filter }}
        />
      );
    case "more":
      return (
        <Late
          load={() => worded(import("./more"), FORM_TEXTS, KEEPING_TEXTS).then(({ MorePage }) => MorePage)}
          props={{}}
        />
      );
    case "home":
      return null;
    case "nowhere":
      return <Nowhere />;
  }
  if (!lens) return firstRun;
  if (route.kind === "search") {
    const inside = route.workspace === undefined ? null : lens.workspace(route.workspace);
    if (inside === undefined) return <Nowhere />;
    return (
      <Late
        key={key}
        load={() =>
          worded(import("../search/search-page"), BLOCK_TEXTS, SEARCH_TEXTS).then(
            ({ SearchPage }) => SearchPage,
          )
        }
        props={{ workspace: inside, entity: route.entity ?? null }}
      />
    );
  }
  if (route.kind === "action") {
    const named = formOf(lens, route);
    // A form that somebody types into is not taken from him when his right to its workspace is.
    if (named || begun.current?.key !== key || !app.unsaved.value)
      begun.current = named && { key, form: named };
    if (!begun.current) return <Nowhere />;
    return (
      <Late
        key={key}
        load={formPage}
        props={{ ...begun.current.form, record: route.record, from: route.from }}
      />
    );
  }
  const workspace = lens.workspace(route.workspace);
  if (!workspace || lens.landing(workspace).length === 0) return <Nowhere />;
  switch (route.kind) {
    case "workspace":
      return (
        <Late
          load={() => import("./workspace").then(({ WorkspacePage }) => WorkspacePage)}
          props={{ workspace }}
        />
      );
    case "page": {
      const page = lens.page(workspace, route.page);
      if (!page || !lens.may("read", page.entity)) return <Nowhere />;
      return <Late load={recordsPage} props={{ workspace, page, record: route.record }} />;
    }
  }
}

interface NamedForm {
  readonly workspace: Workspace;
  readonly action: Action;
}

/** The form that was last open, by its entry in the history. */
interface Begun {
  readonly key: string;
  readonly form: NamedForm;
}

function formOf(
  lens: Lens,
  { workspace: of, action: id }: Extract<Route, { kind: "action" }>,
): NamedForm | null {
  const workspace = lens.workspace(of);
  const action = workspace && lens.landing(workspace).length > 0 ? lens.action(workspace, id) : undefined;
  if (!workspace || (action?.kind !== "create" && action?.kind !== "edit")) return null;
  return { workspace, action };
}

/** What a link leads to that this person does not see, or that is not there any more. */
function Nowhere() {
  const app = useApp();
  const home = (
    <Button kind="primary" onPress={() => app.replace({ kind: "home" })}>
      {t("mobile.nowhere.home")}
    </Button>
  );
  return (
    <TabPage title={t("mobile.nowhere.title")} back>
      <EmptyState icon="search" action={home}>
        {t("mobile.nowhere.text")}
      </EmptyState>
    </TabPage>
  );
}
