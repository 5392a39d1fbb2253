/**
 * Why a record was on this phone: the rule of the profile or the filter that its values met.
 *
 * Asked of the values that it had here, as of the day of the last checkpoint, so that a record which the calendar
 * took is explained too. What a phone cannot evaluate explains a record only when nothing else could.
 */
import { type Asker, compile } from "../expressions/evaluate";
import { localDay } from "../expressions/periods";
import { type Tree, unsupported } from "../expressions/tree";
import type { Reason } from "../local/traces";
import { fieldsOf, findEntity } from "../metadata/find";
import type { EffectiveMetadata, Row, Rule, Standing } from "../protocol";
import type { Values } from "../shared/json";
import { unreachable } from "../shared/unreachable";

export interface Grounds {
  readonly metadata: EffectiveMetadata | null;
  readonly standing: Standing | null;
  readonly person: string;
  /** UTC instant of the checkpoint at which the record was here. */
  readonly at: string;
  readonly lookup: (entity: string, record: string) => Values | undefined;
}

/** Whether it brought the record here; null: who knows. */
type Matches = (values: Values) => boolean | null;
type Candidate = readonly [Reason, Matches];

const OTHER: Reason = { kind: "other" };

/** Return a function that says what had brought a record of an entity to this phone. */
export function reasonsFrom(grounds: Grounds): (entity: string, row: Row) => Reason {
  const kept = new Set(grounds.standing?.kept.map(({ entity, record }) => `${entity}/${record}`));
  const known = new Map<string, readonly Candidate[]>();
  return (entity, [id, , values]) => {
    if (kept.has(`${entity}/${id}`)) return { kind: "kept" };
    const candidates = known.get(entity) ?? candidatesOf(grounds, entity);
    known.set(entity, candidates);
    const asked = candidates.map(([reason, matches]) => [reason, matches(values)] as const);
    const met = asked.find(([, answer]) => answer === true);
    if (met) return met[0];
    const [open, ...others] = asked.filter(([, answer]) => answer === null);
    return open && others.length === 0 ? open[0] : OTHER;
  };
}

function candidatesOf(grounds: Grounds, entity: string): readonly Candidate[] {
  const { metadata, standing } = grounds;
  const taken = metadata?.profile.entities.find(({ id }) => id === entity);
  // A store of an earlier version holds a profile without rules until new metadata has come.
  const rules = (taken?.rules ?? []).map((rule): Candidate => {
    return [{ kind: "rule", rule }, ruleMatches(grounds, entity, rule)];
  });
  const filters = (standing?.filters ?? []).filter((filter) => filter.active && filter.entity === entity);
  return [
    ...rules,
    ...filters.map(({ id, label, condition }): Candidate => {
      return [{ kind: "filter", id, label }, conditionMatches(grounds, entity, condition)];
    }),
  ];
}

function ruleMatches(grounds: Grounds, entity: string, rule: Rule): Matches {
  const { standing, person } = grounds;
  switch (rule.kind) {
    case "all":
      return () => true;
    case "mine":
      return ({ owner }) => owner === person;
    case "my_teams":
      return ({ owner }) => owner === person || (standing?.circle.teams.includes(String(owner)) ?? null);
    case "my_unit": {
      const owners = standing?.reach.unit ?? [];
      return ({ owner }) => (owners.length > 0 ? owners.includes(String(owner)) : null);
    }
    case "related":
      return () => null;
    case "custom":
      return conditionMatches(grounds, entity, rule.condition);
    default:
      return unreachable(rule);
  }
}

function conditionMatches(grounds: Grounds, entity: string, condition: object): Matches {
  const tree = condition as Tree;
  const { metadata, lookup } = grounds;
  if (!metadata || unsupported(tree).length > 0) return () => null;
  const fields = (of: string) => {
    const found = findEntity(metadata.model, of);
    return found && fieldsOf(found);
  };
  return compile(tree, { entity, fields, lookup }, askerOf(grounds));
}

function askerOf({ standing, person, at }: Grounds): Asker {
  const circle = standing?.circle;
  const timeZone = circle?.zone ?? "UTC";
  const { teams = [], reports = [], reportTeams = [], unit = null, language = "en" } = circle ?? {};
  return { person, today: localDay(at, timeZone), timeZone, teams, reports, reportTeams, unit, language };
}
