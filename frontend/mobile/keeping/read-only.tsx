/**
 * That the records of an entity are only read here, and why: by the user's rights, or because nothing of them is sent.
 */
import type { Replica } from "../../local/replica";
import type { Operation } from "../../local/standing";
import { t } from "../../shared/messages";
import { Icon } from "../../ui/icon";
import { current } from "../../ui/live";
import { useApp } from "../app-context";
import "./age.css";

const WRITES = ["create", "edit", "delete"] as const satisfies readonly Operation[];

interface ReadOnlyProps {
  readonly entity: string;
  /** What a record is shared with the user for, beyond his role. */
  readonly shared?: unknown;
}

export function ReadOnly({ entity, shared }: ReadOnlyProps) {
  const app = useApp();
  const lens = current(app.lens);
  const reason = reasonOf(app.core.replica, entity, shared);
  if (!reason || !lens) return null;
  const plural = lens.text(lens.entity(entity)?.plural).toLocaleLowerCase(lens.language);
  return (
    <p class="app-read-only">
      <Icon name="lock" />
      <span>{reason === "role" ? t("mobile.keep.read_only", { plural }) : t("mobile.keep.only_down")}</span>
    </p>
  );
}

/** Null: something may be done to some of them. Signals are read. */
function reasonOf(replica: Replica, entity: string, shared: unknown): "role" | "profile" | null {
  const { profile, rights } = replica.metadata.value ?? {};
  if (profile?.entities.find(({ id }) => id === entity)?.direction === "down") return "profile";
  const depths = replica.standing.value?.rights[entity];
  const may = (operation: (typeof WRITES)[number]) =>
    (Array.isArray(shared) && shared.includes(operation)) ||
    (depths ? depths[operation] !== "none" : rights?.[entity]?.includes(operation));
  return WRITES.some(may) ? null : "role";
}
