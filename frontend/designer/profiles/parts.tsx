/**
 * What a profile takes along: a row for each entity, with which records, which way, and their files.
 */
import { useState } from "preact/hooks";
import type { Model, Profile } from "../../protocol";
import { t } from "../../shared/messages";
import { IconButton } from "../../ui/button";
import { FormField } from "../../ui/form-field";
import { Select } from "../../ui/select";
import { entityOption } from "../entity-words";
import { Late } from "../late";
import { entityOf } from "../model-view";
import { wholly, without, withPart } from "../offline/profile-edits";
import { said } from "../words";

type Part = Profile["entities"][number];
type Rule = Part["rules"][number];

interface PartsProps {
  readonly profile: Profile;
  readonly model: Model;
  readonly onEdit: (edit: (profile: Profile) => Profile) => void;
}

/** Rules without settings of their own. */
const PLAIN = ["all", "mine", "my_teams", "my_unit"] as const;
/** Records that meet a condition, which is written as a formula. */
const CUSTOM = "custom";
const WRITTEN = [...PLAIN, CUSTOM] as const;
const DIRECTIONS = ["two_way", "down", "none"] as const;
const FILES = ["all", "thumbnail", "none"] as const;
/** Several rules, or a kind that this page does not write: kept as they are. */
const OTHER = "other";

export function Parts({ profile, model, onEdit }: PartsProps) {
  const missing = model.entities.filter(({ id }) => !profile.entities.some((part) => part.id === id));
  return (
    <>
      <table class="d-parts">
        <caption class="ui-hidden">{t("designer.profiles.parts")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("designer.profiles.entity")}</th>
            <th scope="col">{t("designer.profiles.records")}</th>
            <th scope="col">{t("designer.profiles.direction")}</th>
            <th scope="col">{t("designer.profiles.files")}</th>
            <th scope="col">
              <span class="ui-hidden">{t("designer.tree.remove_word")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {profile.entities.map((part) => (
            <PartRow key={part.id} part={part} model={model} onEdit={onEdit} />
          ))}
        </tbody>
      </table>
      {missing.length > 0 && (
        <FormField label={t("designer.profiles.add")}>
          <Select
            value=""
            deliberate
            emptyLabel={t("designer.profiles.choose_entity")}
            onInput={(id) => id && onEdit((now) => ({ ...now, entities: [...now.entities, wholly(id)] }))}
            options={missing.map((one) => entityOption(model, one, "plural"))}
          />
        </FormField>
      )}
    </>
  );
}

interface PartRowProps extends Omit<PartsProps, "profile"> {
  readonly part: Part;
}

function PartRow({ part, model, onEdit }: PartRowProps) {
  const name = said(entityOf(model, part.id)?.plural) || part.id;
  const [writing, setWriting] = useState(false);
  const [rule, ...more] = part.rules;
  const kind = WRITTEN.find((one) => more.length === 0 && one === rule?.kind) ?? OTHER;
  const set = (more: Partial<Part>) => onEdit((now) => withPart(now, { ...partOf(now, part), ...more }));
  const choose = (wanted: string) => {
    if (wanted === CUSTOM) setWriting(true);
    else if (wanted !== OTHER) set({ rules: [{ kind: wanted } as Rule] });
  };
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        <Choice
          label={t("designer.profiles.records_of", { name })}
          value={kind}
          onChange={choose}
          options={[...WRITTEN, ...(kind === OTHER ? ([OTHER] as const) : [])].map((value) => ({
            value,
            label: t(`designer.profiles.rule.${value}`),
          }))}
        />
        {(rule?.kind === CUSTOM || writing) && kind !== OTHER && (
          <Late
            load={loadCondition}
            props={{
              name,
              entity: part.id,
              model,
              condition: rule?.kind === CUSTOM ? rule.condition : null,
              writing,
              onOpen: setWriting,
              onWrite: (condition) => set({ rules: [{ kind: CUSTOM, condition }] }),
            }}
          />
        )}
      </td>
      <td>
        <Choice
          label={t("designer.profiles.direction_of", { name })}
          value={part.direction}
          onChange={(direction) => set({ direction: direction as Part["direction"] })}
          options={DIRECTIONS.map((value) => ({ value, label: t(`designer.profiles.direction.${value}`) }))}
        />
      </td>
      <td>
        <Choice
          label={t("designer.profiles.files_of", { name })}
          value={part.files}
          onChange={(files) => set({ files: files as Part["files"] })}
          options={FILES.map((value) => ({ value, label: t(`designer.profiles.files.${value}`) }))}
        />
      </td>
      <td>
        <IconButton
          icon="x"
          label={t("designer.profiles.remove", { name })}
          onPress={() => onEdit((now) => without(now, part.id))}
        />
      </td>
    </tr>
  );
}

const loadCondition = () => import("./part-condition").then(({ PartCondition }) => PartCondition);

/** The part as the change before has left it. */
function partOf(profile: Profile, otherwise: Part): Part {
  return profile.entities.find(({ id }) => id === otherwise.id) ?? otherwise;
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
  return (
    <FormField label={<span class="ui-hidden">{label}</span>}>
      <Select value={value} onInput={onChange} options={options} />
    </FormField>
  );
}
