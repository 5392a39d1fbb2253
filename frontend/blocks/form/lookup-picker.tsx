/**
 * A whole page to choose one record: search as you type over what is on this phone.
 */
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { LookupLook } from "../../protocol";
import { t } from "../../shared/messages";
import { AppBar } from "../../ui/app-bar";
import type { FieldRule } from "../../values/types";
import { useBlocks } from "../context";
import { ListPageBlock } from "../list/list-block";
import { ListModel } from "../list/list-model";
import { pickerBlock } from "./lookup-look";
import "./picker.css";

interface LookupPickerProps {
  readonly field: FieldRule;
  readonly look?: LookupLook | undefined;
  readonly onPick: (record: string) => void;
  readonly onClose: () => void;
}

export function LookupPicker({ field, look, onPick, onClose }: LookupPickerProps) {
  const { lens, records, reading, asker, workspace } = useBlocks();
  const dialog = useRef<HTMLDialogElement>(null);
  const block = useMemo(
    () => pickerBlock(lens, workspace, field.target ?? "", look),
    [lens, workspace, field.target, look],
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
      class={look?.full ? "block-picker block-picker-full" : "block-picker"}
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
