/**
 * Actions: what users may do, where it is offered, and what a business step sets.
 */
import type { Action, Field, Model, Page, Setting } from "../../protocol";
import { t } from "../../shared/messages";
import { isNumbered } from "../../values/auto-number";
import type { Documents, Intention } from "../document";
import { newNodeId, type Reserved } from "../ids";
import { entityOf } from "../model-view";
import { said, written as words } from "../words";
import { written } from "./edit";
import { lineKinds } from "./lines";
import { actionReferences } from "./references";

export interface NewAction {
  readonly kind: Action["kind"];
  readonly entity: string;
  readonly label: string;
  /** Offered on this page as well. */
  readonly page?: string;
  /** What the form asks; all that a person may enter unless it is said. */
  readonly fields?: ReadonlySet<string>;
  /** The dates that are set to the moment: by a step when it is done, in a form when it opens. */
  readonly now?: readonly string[];
}

/** The fields that a form can ask for: those that a person may enter. */
export function enteredFields(model: Model, entity: string): readonly Field[] {
  return (entityOf(model, entity)?.fields ?? []).filter((field) => !isNumbered(field) && !field.readOnly);
}

/** The fields that an action can set to the moment when it is begun or done. */
export function datedFields(
  model: Model,
  { kind, entity }: Pick<Action, "kind" | "entity">,
): readonly Field[] {
  if (kind === "delete") return [];
  return (entityOf(model, entity)?.fields ?? []).filter(
    ({ type, computed }) => (type === "date" || type === "date_time") && !computed,
  );
}

const ICONS: Readonly<Record<Action["kind"], string>> = {
  create: "plus",
  edit: "pencil",
  delete: "trash-2",
  step: "check",
};

export function addAction(documents: Documents, reserved: Reserved, action: NewAction): Intention | null {
  if (!entityOf(documents.model, action.entity)) return null;
  const id = newNodeId(documents, reserved, {
    document: "workspace",
    path: ["actions"],
    label: action.label,
    otherwise: "action",
  });
  const node = actionNode(documents, { ...action, id, label: words(action.label) });
  return written(documents, t("designer.edit.add", { name: action.label }), (edit) => {
    if (action.page) edit.insert("workspace", ["pages", action.page, "actions"], id);
    // Last, since what was put in last is selected.
    edit.insert("workspace", ["actions"], node);
  });
}

/** An action of a kind as a new workspace has it: forms with every field that a person may enter. */
export function actionNode(
  { model, workspace }: Documents,
  {
    id,
    kind,
    entity,
    label,
    fields: asked,
    now = [],
  }: Omit<NewAction, "label" | "page"> & { readonly id: string; readonly label: Record<string, string> },
): Record<string, unknown> {
  const holder = entityOf(model, entity);
  const entered = enteredFields(model, entity).filter((field) => asked?.has(field.id) ?? true);
  const settings = now.map((field) => ({ id: field, field, to: "now" }));
  const detail =
    (workspace.pages ?? []).find((page) => page.kind === "detail" && page.entity === entity)?.id ?? null;
  const node = { id, kind, entity, label, icon: ICONS[kind] };
  switch (kind) {
    case "delete":
      return {
        ...node,
        tone: "danger",
        confirm: words(t("designer.starter.confirm", { label: said(holder?.label) })),
      };
    case "step":
      return { ...node, settings, comment: "none" };
    default: {
      const fields = entered.map((field) => ({ id: field.id, field: field.id }));
      return {
        ...node,
        fields,
        ...(settings.length > 0 && { settings }),
        ...(kind === "create" && detail && { next: detail }),
      };
    }
  }
}

/** Take an action away, also from the pages that offer it. */
export function removeAction(documents: Documents, action: string): Intention | null {
  const found = (documents.workspace.actions ?? []).find(({ id }) => id === action);
  return written(documents, t("designer.edit.remove", { name: said(found?.label) || action }), (edit) => {
    for (const reference of actionReferences(documents, action)) reference.cut(edit);
    edit.remove("workspace", ["actions"], action);
  });
}

/** Say whether a page can offer an action: on its records, or making one that hangs on the record on show. */
export function fitsPage(
  model: Model,
  page: Pick<Page, "entity" | "kind">,
  { kind, entity, copies }: Pick<Action, "entity" | "kind"> & Partial<Pick<Action, "copies">>,
): boolean {
  if (page.kind === "list") return kind === "create" && !copies && entity === page.entity;
  if (entity === page.entity) return true;
  return kind === "create" && lineKinds(model, page.entity).some((one) => one.entity === entity);
}

/** Offer an action on a page, or no longer. */
export function offerAction(
  documents: Documents,
  page: string,
  action: string,
  offered: boolean,
): Intention | null {
  const found = (documents.workspace.actions ?? []).find(({ id }) => id === action);
  const name = said(found?.label) || action;
  const path = ["pages", page, "actions"];
  return written(documents, t("designer.edit.change", { name }), (edit) =>
    offered ? edit.insert("workspace", path, action) : edit.remove("workspace", path, action),
  );
}

/** Let a step set one more field. */
export function addSetting(
  documents: Documents,
  reserved: Reserved,
  action: string,
  setting: {
    readonly field: string;
    readonly to: Setting["to"];
    readonly value?: unknown;
  },
): Intention | null {
  const path = ["actions", action, "settings"];
  const id = newNodeId(documents, reserved, {
    document: "workspace",
    path,
    label: setting.field,
    otherwise: "setting",
  });
  return written(documents, t("designer.edit.add", { name: setting.field }), (edit) =>
    edit.insert("workspace", path, { id, ...setting }),
  );
}
