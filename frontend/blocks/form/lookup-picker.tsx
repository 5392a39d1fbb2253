/**
 * A whole page to choose one record: search as you type over what is on this phone.
 */
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { ListBlock, Workspace } from "../../protocol";
import { t } from "../../shared/messages";
import { AppBar } from "../../ui/app-bar";
import type { FieldRule } from "../../values/types";
import { useBlocks } from "../context";
import type { Lens } from "../lens";
import { ListPageBlock } from "../list/list-block";
import { ListModel } from "../list/list-model";
import { plainList } from "../list/plain-list";
import "./picker.css";

interface LookupPickerProps {
  readonly field: FieldRule;
  readonly onPick: (record: string) => void;
  readonly onClose: () => void;
}

export function LookupPicker({ field, onPick, onClose }: LookupPickerProps) {
  const { lens, records, reading, asker, workspace } = useBlocks();
  const dialog = useRef<HTMLDialogElement>(null);
  const block = useMemo(
    () => pickerBlock(lens, workspace, field.target ?? ""),
    [lens, workspace, field.target],
  );
  const query = { lens, records, reading, asker, block, parent: undefined };
  // Made once; `follow` brings the rest
  const model = useMemo(() => new ListModel(query), [block]);
  model.follow(query);
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    element?.querySelector<HTMLElement>("input[type=search]")?.focus();
    return () => element?.close();
  }, []);
  const name = lens.text(field.label) || lens.text(lens.entity(field.target)?.label);
  return (
    <dialog
      ref={dialog}
      class="block-picker"
      aria-label={t("mobile.form.choose_named", { name })}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <AppBar title={t("mobile.form.choose_named", { name })} back={onClose} backWord={t("ui.cancel")} />
      <ListPageBlock block={block} model={model} onSelect={({ id }) => onPick(id)} />
    </dialog>
  );
}

/** A list of all records of an entity, looking as a list of this workspace does where there is one. */
function pickerBlock(lens: Lens, workspace: Workspace, entity: string): ListBlock {
  const lists = workspace.pages.flatMap(({ blocks }) => blocks).filter((block) => block.type === "list");
  const like =
    lists.find((block) => block.entity === entity && !block.parent) ??
    lists.find((block) => block.entity === entity);
  const title = lens.entity(entity)?.title ?? "";
  return plainList({
    id: `pick-${entity}`,
    entity,
    title,
    subtitle: (like ? [like.title, ...like.subtitle] : []).filter((path) => path !== title),
    search: [...new Set([title, ...(like?.search ?? [])])],
  });
}
