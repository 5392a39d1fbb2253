/**
 * A whole page to choose a person or a team: search as you type over those that are on this phone.
 */
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { ListBlock } from "../../protocol";
import { t } from "../../shared/messages";
import { AppBar } from "../../ui/app-bar";
import { Chips } from "../../ui/chips";
import { useBlocks } from "../context";
import type { Lens } from "../lens";
import { ListPageBlock } from "../list/list-block";
import { ListModel } from "../list/list-model";
import { plainList } from "../list/plain-list";
import "./picker.css";

export interface Party {
  readonly kind: "person" | "team";
  readonly id: string;
}

interface PartyPickerProps {
  readonly title: string;
  readonly onPick: (party: Party) => void;
  readonly onClose: () => void;
}

const KINDS = ["person", "team"] as const;

export function PartyPicker({ title, onPick, onClose }: PartyPickerProps) {
  const { lens } = useBlocks();
  const dialog = useRef<HTMLDialogElement>(null);
  const [kind, setKind] = useState<Party["kind"]>("person");
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    element?.querySelector<HTMLElement>("input[type=search]")?.focus();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      class="block-picker"
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <AppBar title={title} back={onClose} backWord={t("ui.cancel")} />
      <Chips
        label={t("mobile.list.show")}
        chips={KINDS.filter((id) => lens.may("read", id)).map((id) => ({
          id,
          label: lens.text(lens.entity(id)?.plural),
        }))}
        selected={kind}
        onSelect={setKind}
      />
      <Parties key={kind} kind={kind} onPick={onPick} />
    </dialog>
  );
}

interface PartiesProps {
  readonly kind: Party["kind"];
  readonly onPick: (party: Party) => void;
}

function Parties({ kind, onPick }: PartiesProps) {
  const { lens, records, reading, asker } = useBlocks();
  const block = useMemo(() => partyBlock(lens, kind), [lens, kind]);
  const query = { lens, records, reading, asker, block, parent: undefined };
  // Made once; `follow` brings the rest
  const model = useMemo(() => new ListModel(query), [block]);
  model.follow(query);
  return <ListPageBlock block={block} model={model} onSelect={({ id }) => onPick({ kind, id })} />;
}

function partyBlock(lens: Lens, kind: Party["kind"]): ListBlock {
  const title = lens.entity(kind)?.title ?? "name";
  const notes = ["job_title", "unit"].filter((field) => lens.field(kind, field));
  return plainList({ id: `party-${kind}`, entity: kind, title, subtitle: notes, search: [title, ...notes] });
}
