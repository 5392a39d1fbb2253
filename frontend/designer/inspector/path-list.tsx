/**
 * An ordered list of field paths: the quiet lines of a list, the fields that it searches.
 */
import type { Field } from "../../protocol";
import { t } from "../../shared/messages";
import { IconButton } from "../../ui/button";
import { FormField } from "../../ui/form-field";
import { Select } from "../../ui/select";
import { moveBy } from "../commands/nodes";
import { switchPath } from "../commands/shown-fields";
import { pathOptions } from "../model-view";
import { useTarget, wrongWith } from "./target";

interface PathListProps {
  readonly of: string;
  readonly label: string;
  readonly entity: string;
  readonly value: readonly string[];
  readonly through?: boolean;
  /** Only fields of these types; left out: any. */
  readonly types?: readonly Field["type"][];
  readonly most?: number;
}

export function PathListProperty({ of, label, entity, value, through = true, types, most }: PathListProps) {
  const target = useTarget();
  const { editor, document, path, name } = target;
  const options = pathOptions(editor.whole.value.model, entity, through);
  const offered = options.filter(
    ({ path: one, field }) =>
      !value.includes(one) && (!types || (types.includes(field.type) && !field.several)),
  );
  const words = (one: string) => options.find((option) => option.path === one)?.label ?? one;
  const list = [...path, of];
  const place = (id: string) => ({ document, list, id });
  return (
    <FormField label={label} group error={wrongWith(target, of)}>
      {value.length > 0 && (
        <ul class="d-paths">
          {value.map((one, at) => (
            <li key={one}>
              <span>{words(one)}</span>
              <IconButton
                icon="arrow-up"
                label={t("designer.up_named", { name: words(one) })}
                disabled={at === 0}
                onPress={() => editor.run(moveBy(editor.documents, place(one), -1, name))}
              />
              <IconButton
                icon="x"
                label={t("designer.remove_named", { name: words(one) })}
                onPress={() => editor.run(switchPath(editor.documents, list, one, false, name))}
              />
            </li>
          ))}
        </ul>
      )}
      {value.length < (most ?? Number.POSITIVE_INFINITY) && (
        <FormField label={<span class="ui-hidden">{t("designer.add_to", { name: label })}</span>}>
          <Select
            value=""
            deliberate
            emptyLabel={t("designer.add.field")}
            onInput={(one) => one && editor.run(switchPath(editor.documents, list, one, true, name))}
            options={offered.map((option) => ({ value: option.path, label: option.label }))}
          />
        </FormField>
      )}
    </FormField>
  );
}
