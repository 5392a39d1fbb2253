/**
 * One field in conflict: both values side by side, each with who and when; the chosen one is filled. In place of a
 * value that cannot be used as it is another one is entered.
 */
import { Breakable } from "../../fields/breakable";
import { ComparedText } from "../../fields/multi-line/compared";
import { DisplayedValue } from "../../fields/registry";
import type { Field } from "../../protocol";
import { FORM_TEXTS } from "../../shared/form-messages";
import { formatDateTime } from "../../shared/formats";
import { t } from "../../shared/messages";
import { Icon } from "../../ui/icon";
import { current } from "../../ui/live";
import { fits } from "../../values/fitting";
import { format } from "../../values/registry";
import type { Filled } from "../../values/types";
import { useApp } from "../app-context";
import { Late } from "../late";
import { useReading } from "../reading";
import { worded } from "../words";
import type { AnotherValueProps } from "./another-value";
import type { DifferingField, Side } from "./choice";

interface FieldChoiceProps {
  readonly entity: string;
  readonly record: string;
  readonly differing: DifferingField;
  /** Who has deleted the record, and so this value with it. */
  readonly deletedBy: Side | undefined;
  readonly chosen: Side | undefined;
  /** Undefined where a whole side is chosen, and not a field. */
  readonly onChoose: ((side: Side) => void) | undefined;
  readonly onEnter: (value: unknown) => void;
  readonly onDone: () => void;
  /** The user goes to another record. */
  readonly onLeave: () => void;
}

export function FieldChoice({
  entity,
  record,
  differing,
  deletedBy,
  chosen,
  onChoose,
  onEnter,
  onDone,
  onLeave,
}: FieldChoiceProps) {
  const lens = current(useApp().lens);
  const { field: id, mine, unfit } = differing;
  const field = lens?.field(entity, id);
  const label = lens?.text(field?.label) || id;
  // A record is chosen among those of a workspace
  const choosable = field?.type !== "lookup" || lens?.workspaces.length !== 0;
  const enterable = unfit !== null && field !== undefined && choosable;
  const first = field && fits(mine, field) ? (mine as Filled) : null;
  const another = { entity, record, first, onValue: onEnter, onDone };
  return (
    <fieldset class="conflict-field">
      <legend>{label}</legend>
      {unfit && <p class="ui-quiet ui-small">{t(`mobile.conflict.${unfit}`)}</p>}
      {unfit === "taken" && field && (
        <Late
          load={() => import("./taken-by").then(({ TakenBy }) => TakenBy)}
          props={{ entity, record, field, value: mine, onOpen: onLeave }}
        />
      )}
      <Sides
        entity={entity}
        differing={differing}
        deletedBy={deletedBy}
        chosen={chosen}
        onChoose={onChoose}
        mineToo={unfit === null || enterable}
      />
      {enterable && chosen === "mine" && <Another {...another} field={field} />}
    </fieldset>
  );
}

/** Each chunk is known by the function that loads it. */
function Another(props: AnotherValueProps) {
  return props.field.type === "lookup" ? (
    <Late
      load={() => worded(import("./another-record"), FORM_TEXTS).then(({ AnotherRecord }) => AnotherRecord)}
      props={props}
    />
  ) : (
    <Late load={() => import("./another-value").then(({ AnotherValue }) => AnotherValue)} props={props} />
  );
}

interface SidesProps
  extends Pick<FieldChoiceProps, "entity" | "differing" | "deletedBy" | "chosen" | "onChoose"> {
  /** Whether mine can be chosen, or something in its place. */
  readonly mineToo: boolean;
}

function Sides({ entity, differing, deletedBy, chosen, onChoose, mineToo }: SidesProps) {
  const app = useApp();
  const reading = useReading();
  const { field, mine, theirs, unfit } = differing;
  const me = differing.mineBy === app.person.person;
  const nameOf = (person: string) => {
    if (person === app.person.person) return t("mobile.conflict.you");
    const told = person === differing.mineBy ? differing.mineByName : null;
    return reading.resolve?.("person", person) ?? told ?? t("mobile.conflict.someone");
  };
  const sides = [
    {
      side: "mine",
      word: me ? t("mobile.conflict.yours") : t("mobile.conflict.other"),
      value: mine,
      by: differing.mineBy,
      at: differing.mineAt,
    },
    {
      side: "theirs",
      word: t("mobile.conflict.office"),
      value: theirs,
      by: differing.theirsBy,
      at: differing.theirsAt,
    },
  ] as const;
  return (
    <div class="conflict-sides">
      {sides.map(({ side, word, value, by, at }) => (
        // biome-ignore lint/a11y/noLabelWithoutControl: the radio stands inside while there is something to choose
        <label key={side} class="conflict-side">
          {onChoose && (side === "theirs" || mineToo) && (
            <input
              class="ui-hidden"
              type="radio"
              name={`conflict-${field}`}
              checked={chosen === side}
              onChange={() => onChoose(side)}
            />
          )}
          <span class="conflict-side-word">
            {word}
            {chosen === side && <Icon name="check" />}
          </span>
          <span class="conflict-side-value">
            {side === deletedBy ? (
              <span class="ui-quiet">{t("mobile.conflict.deleted")}</span>
            ) : (
              <SideValue
                entity={entity}
                field={field}
                value={value}
                other={side === "mine" ? theirs : mine}
              />
            )}
          </span>
          <span class="ui-quiet ui-small">
            {t("mobile.conflict.by", { name: nameOf(by), moment: formatDateTime(new Date(at)) })}
          </span>
          {side === "mine" && unfit && onChoose && mineToo && chosen !== "mine" && (
            <span class="conflict-side-enter">
              <Icon name="pencil" />
              {t("mobile.conflict.enter")}
            </span>
          )}
        </label>
      ))}
    </div>
  );
}

interface SideValueProps {
  readonly entity: string;
  readonly field: string;
  readonly value: unknown;
  /** What stands on the other side. */
  readonly other: unknown;
}

function SideValue({ entity, field: id, value, other }: SideValueProps) {
  const app = useApp();
  const field = current(app.lens)?.field(entity, id);
  const reading = useReading();
  if ((value ?? null) === null) return <span class="ui-quiet">{t("mobile.conflict.empty")}</span>;
  if (!field) return <span>{String(value)}</span>;
  if (LEADING_AWAY.has(field.type) && fits(value, field)) {
    return (
      <span dir="ltr">
        <Breakable text={format(value as Filled, field, reading)} />
      </span>
    );
  }
  if (field.type === "multi_line" && typeof value === "string" && typeof other === "string") {
    return <ComparedText text={value} other={other} />;
  }
  return <DisplayedValue field={field} value={value as Filled} tools={{ reading, pictures: app.pictures }} />;
}

/** Shown as mere words: a tap on them chooses the side, and neither calls nor writes to anybody. */
const LEADING_AWAY: ReadonlySet<Field["type"]> = new Set(["email", "link", "phone", "position"]);
