/**
 * Words that stand in place of a record, below their field: the records that they may mean, each a tap away.
 */
import { useMemo } from "preact/hooks";
import type { LookupLook } from "../../protocol";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import type { FieldRule } from "../../values/types";
import { useBlocks } from "../context";
import { ListModel } from "../list/list-model";
import { titleOf } from "../record-values";
import { pickerBlock } from "./lookup-look";
import "./picker.css";

const MOST = 3;

interface LookupMatchProps {
  readonly field: FieldRule;
  readonly look: LookupLook | undefined;
  readonly words: string;
  readonly onMatch: (record: string) => void;
}

export function LookupMatch({ field, look, words, onMatch }: LookupMatchProps) {
  const { lens, records, reading, asker, workspace } = useBlocks();
  const block = useMemo(
    () => pickerBlock(lens, workspace, field.target ?? "", look),
    [lens, workspace, field.target, look],
  );
  const query = { lens, records, reading, asker, block, parent: undefined };
  const model = useMemo(() => {
    const made = new ListModel(query);
    made.search(words);
    return made;
  }, [block, words]);
  model.follow(query);
  const found = model.rows.value.filter(({ state }) => state !== "deleted").slice(0, MOST);
  if (model.searching.value || found.length === 0) return null;
  return (
    <div class="block-match">
      <span class="ui-quiet ui-small">{t("mobile.form.match.these")}</span>
      {found.map((record) => (
        <Button key={record.id} onPress={() => onMatch(record.id)}>
          {titleOf(lens, record, reading)}
        </Button>
      ))}
    </div>
  );
}
