/**
 * What brings records to this phone, and what no longer does, in the reader's words. Pure.
 */
import type { Lens } from "../../blocks/lens";
import type { Wording } from "../../expressions/phrases";
import { sentenceOf } from "../../expressions/sentences";
import { type Tree, unsupported } from "../../expressions/tree";
import type { Reason } from "../../local/traces";
import type { Relation, Rule } from "../../protocol";
import { shortened } from "../../shared/quoted";
import { unreachable } from "../../shared/unreachable";
import { aboutOf } from "../filters/wording";

/** Say what a rule of the profile brings: "Status is Open", "Yours". */
export function ruleWords(rule: Rule, entity: string, lens: Lens, wording: Wording): string {
  const { say } = wording;
  switch (rule.kind) {
    case "all":
    case "mine":
    case "my_teams":
    case "my_unit":
      return say(`mobile.keep.rule.${rule.kind}`);
    case "related": {
      const [first, ...others] = rule.by.map((one) => relationWords(one, entity, lens, wording));
      if (first === undefined) return say("mobile.keep.rule.related_none");
      return others.reduce((before, after) => say("filter.join.inner_or", { before, after }), first);
    }
    case "custom": {
      const condition = rule.condition as unknown as Tree;
      if (unsupported(condition).length > 0) return say("mobile.keep.rule.custom");
      return sentenceOf(condition, aboutOf(lens, entity), wording);
    }
    default:
      return unreachable(rule);
  }
}

function relationWords({ from, path }: Relation, entity: string, lens: Lens, { say }: Wording): string {
  if (from) {
    const others = lens.text(lens.entity(from)?.plural).toLocaleLowerCase();
    return say("mobile.keep.rule.related_from", { others });
  }
  return say("mobile.keep.rule.related_to", { field: lens.text(lens.field(entity, path)?.label) });
}

/** Say why records left, after "left": "no longer “Status is Open”". */
export function whyLeft(why: Reason, entity: string, lens: Lens, wording: Wording): string {
  const { say } = wording;
  switch (why.kind) {
    case "rule": {
      const { rule } = why;
      if (rule.kind !== "custom") return say(`mobile.left.${rule.kind}`);
      if (unsupported(rule.condition as unknown as Tree).length > 0) return say("mobile.left.other");
      return say("mobile.left.custom", { sentence: ruleWords(rule, entity, lens, wording) });
    }
    case "filter":
      return say("mobile.left.filter", { label: shortened(lens.text(why.label)) });
    case "kept":
      return say("mobile.left.kept");
    case "other":
      return say("mobile.left.other");
    default:
      return unreachable(why);
  }
}
