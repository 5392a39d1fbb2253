/**
 * A whole page to choose a record, or to tick several: search as you type over what is on this phone.
 */
import { useContext, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { LookupLook } from "../../protocol";
import { t } from "../../shared/messages";
import { AppBar } from "../../ui/app-bar";
import { Button } from "../../ui/button";
import { EmptyState } from "../../ui/empty-state";
import type { FieldRule } from "../../values/types";
import { useBlocks } from "../context";
import { ListPageBlock } from "../list/list-block";
import { ListModel } from "../list/list-model";
import { LookupAroundContext } from "./lookup-around";
import { LookupDrafts, LookupFoot } from "./lookup-extras";
import { pickerBlock } from "./lookup-look";
import "./picker.css";

interface LookupPickerProps {
  readonly field: FieldRule;
  readonly look?: LookupLook | undefined;
  /** What is ticked at first, where several are chosen. */
  readonly chosen?: readonly string[];
  /** What is searched for at first. */
  readonly words?: string;
  readonly onPick: (records: readonly string[]) => void;
  /** Keep words in place of a record, beside those that are ticked. */
  readonly onLater?: (words: string, chosen: readonly string[]) => void;
  readonly onClose: () => void;
}

export function LookupPicker({
  field,
  look,
  chosen = [],
  words = "",
  onPick,
  onLater,
  onClose,
}: LookupPickerProps) {
  const { lens, records, reading, asker, workspace } = useBlocks();
  const dialog = useRef<HTMLDialogElement>(null);
  const block = useMemo(
    () => pickerBlock(lens, workspace, field.target ?? "", look),
    [lens, workspace, field.target, look],
  );
  const query = { lens, records, reading, asker, block, parent: undefined };
  // Made once; `follow` brings the rest
  const model = useMemo(() => {
    const made = new ListModel(query);
    if (field.several) made.selection.choose(chosen);
    made.search(words);
    return made;
  }, [block]);
  model.follow(query);
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    element?.querySelector<HTMLElement>("input[type=search]")?.focus();
    return () => element?.close();
  }, []);
  const barred = useContext(LookupAroundContext).barred();
  const ticked = model.selection.chosen.value;
  const choose = (record: string) => onPick(ticked ? [...ticked, record] : [record]);
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
      <AppBar
        title={t("mobile.form.choose_named", { name })}
        back={onClose}
        backWord={t("ui.cancel")}
        right={
          ticked && (
            <Button kind="primary" onPress={() => onPick([...ticked])}>
              {t("mobile.form.records.done", { count: ticked.size })}
            </Button>
          )
        }
      />
      {ticked && (
        <p class="ui-hidden" role="status">
          {t("mobile.form.records.chosen", { count: ticked.size })}
        </p>
      )}
      {barred ? (
        <EmptyState icon="cloud-off">{barred}</EmptyState>
      ) : (
        <>
          <LookupDrafts entity={block.entity} onPick={choose} />
          <ListPageBlock
            block={block}
            model={model}
            {...(!ticked && { onSelect: ({ id }) => onPick([id]) })}
          />
          <LookupFoot
            entity={block.entity}
            words={model.typed.value}
            onPick={choose}
            onLater={onLater && ((typed) => onLater(typed, [...(ticked ?? [])]))}
          />
        </>
      )}
    </dialog>
  );
}
