/**
 * Indexes that the lists of all workspaces would go by, offered at the entity and at the field.
 */
import { useEffect, useState } from "preact/hooks";
import type { Entity, Field } from "../../protocol";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { setProperty } from "../commands/nodes";
import type { Editor } from "../editor";
import { SwitchProperty } from "../inspector/properties";
import { useTarget } from "../inspector/target";
import { said } from "../words";
import { type Beside, besideOf, NOTHING_BESIDE } from "./other-uses";
import { mayBeIndexed, type Proposal, proposalsFor, usesIn } from "./uses";

/** The proposals for the fields of an entity; nothing where there are none. */
export function EntityIndexes({ entity }: { readonly entity: Entity }) {
  const { editor } = useTarget();
  const proposals = useProposals(editor, entity);
  if (proposals.length === 0) return null;
  return (
    <section class="d-indexes" aria-label={t("designer.indexes")}>
      <h3>{t("designer.indexes")}</h3>
      <ul>
        {proposals.map((proposal) => (
          <li key={proposal.field.id}>
            <ProposalLine editor={editor} entity={entity} proposal={proposal} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The switch of a field's index, with the reason to set it. */
export function FieldIndex({ entity, field }: { readonly entity: Entity; readonly field: Field }) {
  const { editor } = useTarget();
  const proposal = useProposals(editor, entity).find((one) => one.field.id === field.id);
  if (!mayBeIndexed(field) && !field.indexed) return null;
  return (
    <>
      {proposal && <ProposalLine editor={editor} entity={entity} proposal={proposal} />}
      <SwitchProperty
        of="indexed"
        label={t("designer.indexed")}
        help={t("designer.indexed_help")}
        value={field.indexed === true}
      />
    </>
  );
}

interface ProposalLineProps {
  readonly editor: Editor;
  readonly entity: Entity;
  readonly proposal: Proposal;
}

function ProposalLine({ editor, entity, proposal: { field, sorted, filtered } }: ProposalLineProps) {
  const name = said(field.label) || field.id;
  const keep = () => {
    const path = ["entities", entity.id, "fields", field.id];
    editor.run(setProperty(editor.documents, "model", path, "indexed", true, name));
  };
  const how = sorted > 0 ? (filtered > 0 ? "both" : "sorted") : "filtered";
  const entities = said(entity.plural) || entity.id;
  return (
    <div class="d-index-proposal">
      <span>{t(`designer.index.${how}`, { entities, name, sorted, filtered })}</span>
      <Button onPress={keep}>
        {t("designer.index.keep")} <span class="ui-hidden">{name}</span>
      </Button>
    </div>
  );
}

function useProposals(editor: Editor, entity: Entity): readonly Proposal[] {
  const [beside, setBeside] = useState<Beside>(NOTHING_BESIDE);
  useEffect(() => {
    let gone = false;
    void besideOf(editor).then((found) => !gone && setBeside(found));
    return () => {
      gone = true;
    };
  }, [editor]);
  const workspaces = [editor.whole.value.workspace, ...beside.workspaces];
  return proposalsFor(entity, usesIn(workspaces, beside.profiles));
}
