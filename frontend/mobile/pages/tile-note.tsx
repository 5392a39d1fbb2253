/**
 * The line on a workspace's tile: how much waits in the list that stands for it there, else how many records its first
 * list shows, by their own name.
 */
import type { Workspace } from "../../protocol";
import { formatNumber } from "../../shared/formats";
import { current } from "../../ui/live";
import { useApp } from "../app-context";
import { listOf, useListModel } from "./lists";

export function TileNote({ workspace }: { readonly workspace: Workspace }) {
  const app = useApp();
  const lens = current(app.lens);
  const lists = lens?.landing(workspace).filter(listOf) ?? [];
  const page = lists[0];
  const told = lists.find(({ onTile }) => onTile);
  const model = useListModel(workspace, page, undefined);
  const waiting = useListModel(workspace, told, undefined)?.count.value;
  const entity = lens?.entity(page?.entity);
  if (!lens || !entity || !model) return null;
  // The records are still coming for the first time: how many there are shows when they are whole.
  if (!app.core.replica.hasCome(entity.id)) return <>{`— ${lens.text(entity.plural).toLocaleLowerCase()}`}</>;
  if (told && waiting) return <>{`${formatNumber(waiting)} ${lens.text(told.title).toLocaleLowerCase()}`}</>;
  // Nothing rather than "0" while the records are still being read.
  if (!model.loaded.value) return null;
  const count = model.count.value;
  // Nor a number that this app is too old to tell.
  if (count === null) return null;
  return (
    <>{`${formatNumber(count)} ${lens.text(count === 1 ? entity.label : entity.plural).toLocaleLowerCase()}`}</>
  );
}
