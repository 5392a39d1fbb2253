/**
 * The parts of a filter's lines: the head of a group, a condition, what is wrong with either, and how to add more.
 */
import type { ConditionLine, GroupLine, Line } from "../../expressions/outline";
import { GROUPS, type GroupOperator } from "../../expressions/tree";
import { problemText } from "../../fields/problem-text";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { Menu, type MenuItem } from "../../ui/menu";

/** What the office refused, with its place in the tree as the lines name it. */
export interface PlacedProblem {
  readonly place: string;
  readonly sentence: string;
}

interface GroupHeadProps {
  readonly line: GroupLine;
  readonly deeds: readonly MenuItem[];
  readonly onGroup: (op: GroupOperator) => void;
}

export function GroupHead({ line, deeds, onGroup }: GroupHeadProps) {
  const options = GROUPS.map((op) => ({ value: op, label: t(`filter.group.${op}`) }));
  return (
    <div class="app-group-head">
      {line.connective && <span class="app-connective">{line.connective}</span>}
      <span class="ui-select">
        <GroupSelect value={line.op} options={options} onGroup={onGroup} />
      </span>
      {deeds.length > 0 && <Menu label={t("filter.lines.group_deeds")} items={deeds} />}
    </div>
  );
}

interface GroupSelectProps {
  readonly value: GroupOperator;
  readonly options: readonly { readonly value: GroupOperator; readonly label: string }[];
  readonly onGroup: (op: GroupOperator) => void;
}

function GroupSelect({ value, options, onGroup }: GroupSelectProps) {
  return (
    <>
      <select
        class="ui-control app-place"
        aria-label={t("filter.lines.group")}
        value={value}
        onChange={(event) => onGroup(event.currentTarget.value as GroupOperator)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <Icon name="chevron-down" />
    </>
  );
}

interface ConditionProps {
  readonly line: ConditionLine;
  readonly deeds: readonly MenuItem[];
  readonly refused: PlacedProblem | null;
  readonly onOpen: () => void;
}

export function Condition({ line, deeds, refused, onOpen }: ConditionProps) {
  const wrong = line.problems.length > 0 || belongs(refused, line.place);
  return (
    <div data-place={line.place}>
      <div class="app-condition">
        {line.connective && <span class="app-connective">{line.connective}</span>}
        <button
          class="app-condition-words app-place"
          type="button"
          aria-haspopup="dialog"
          data-wrong={wrong}
          onClick={onOpen}
        >
          {line.text}
        </button>
        <Menu label={t("filter.lines.deeds", { condition: line.text })} items={deeds} />
      </div>
      <Wrong line={line} refused={refused} />
    </div>
  );
}

interface WrongProps {
  readonly line: Line;
  readonly refused: PlacedProblem | null;
}

/** What is wrong with a line, by our own check and by the office's. */
export function Wrong({ line, refused }: WrongProps) {
  const own = line.problems.map(problemText);
  const all = belongs(refused, line.place) && refused ? [...own, refused.sentence] : own;
  return (
    <div class="ui-field-error" aria-live="polite">
      {all.length > 0 && (
        <>
          <Icon name="circle-alert" />
          <span>{[...new Set(all)].join(" ")}</span>
        </>
      )}
    </div>
  );
}

/** A place inside of a line (`of.1.value`) is the line's; inside of a group it is one of its parts'. */
function belongs(refused: PlacedProblem | null, place: string): boolean {
  if (!refused) return false;
  const within = /^(?:of\.\d+\.?)*/.exec(refused.place)?.[0].replace(/\.$/, "") ?? "";
  return within === place;
}

interface AddsProps {
  /** No group fits in here any more. */
  readonly deep: boolean;
  readonly onAdd: (inGroup: boolean) => void;
}

export function Adds({ deep, onAdd }: AddsProps) {
  return (
    <div class="app-group-adds">
      <Button icon="plus" onPress={() => onAdd(false)}>
        {t("filter.lines.add")}
      </Button>
      {!deep && (
        <Button icon="group" onPress={() => onAdd(true)}>
          {t("filter.lines.add_group")}
        </Button>
      )}
    </div>
  );
}
