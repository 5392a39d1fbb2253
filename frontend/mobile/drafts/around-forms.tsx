/**
 * What forms of this app offer to their references: the drafts on this phone, and new records of this workspace.
 */
import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import { useBlocks } from "../../blocks/context";
import {
  type LookupAround,
  LookupAroundContext,
  type NewRecord,
  type NewRecordProps,
} from "../../blocks/form/lookup-around";
import type { Action, Page, Workspace } from "../../protocol";
import { formatDateTime } from "../../shared/formats";
import { t } from "../../shared/messages";
import { useApp } from "../app-context";
import { Late } from "../late";
import { draftTitle, formOf } from "./draft-words";
import type { Drafts } from "./drafts";
import { isOnlineOnly, lookupReason, mayChain } from "./experience";
import { makesRecord } from "./outlook";

interface AroundFormsProps {
  readonly workspace: Workspace;
  readonly page: Page;
  readonly drafts: Drafts;
  readonly children: ComponentChildren;
}

const loadNewRecord = () => import("./new-record").then(({ NewRecordForm }) => NewRecordForm);

export function AroundForms({ workspace, page, drafts, children }: AroundFormsProps) {
  const app = useApp();
  const { lens, records, asker, reading } = useBlocks();
  const around = useMemo<LookupAround>(() => {
    const grounds = { lens, records, asker, reading, away: () => 0 };
    const forms = new Map<string, NewRecord>();
    const { replica } = app.core;
    function makerOf(action: Action): NewRecord {
      const Form = (props: NewRecordProps) => (
        <Late load={loadNewRecord} props={{ ...props, workspace, action, from: page, drafts }} />
      );
      return { label: lens.text(action.label), Form };
    }
    return {
      barred: () => lookupReason(app),
      asOf() {
        const at = replica.checkpoint.value?.at;
        return at ? formatDateTime(new Date(at)) : null;
      },
      drafted(entity) {
        if (!mayChain(app)) return [];
        const begun = drafts.all.value.filter(
          (draft) => makesRecord(draft) && draft.action.entity === entity,
        );
        return begun.map((draft) => {
          const title = draftTitle(draft, formOf(draft, reading), grounds);
          return { id: draft.record, title: title || t("mobile.draft.title") };
        });
      },
      newRecord(entity) {
        const action = workspace.actions.find((one) => one.kind === "create" && one.entity === entity);
        if (!action || isOnlineOnly(app, action) || !replica.may("create", entity)) return null;
        if (!mayChain(app)) return null;
        const known = forms.get(entity) ?? makerOf(action);
        forms.set(entity, known);
        return known;
      },
    };
  }, [app, lens, records, asker, reading, workspace, page, drafts]);
  return <LookupAroundContext.Provider value={around}>{children}</LookupAroundContext.Provider>;
}
