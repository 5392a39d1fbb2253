/**
 * A filter as a plain sentence: "Status is Open or Sent, and Customer › Region is North".
 *
 * The tree is brought to "and" and "or" alone first, which changes nothing that it means: every opposite has words of
 * its own. Commas part what stands at the top, "either … or" and "both … and" what stands inside; brackets come only
 * where words would leave open what belongs together.
 */
import { type About, conditionWords, type Wording } from "./phrases";
import { isGroup, type Leaf, type Operator, POSITIVE, type Tree, unsupported } from "./tree";

type Clause = Single | Several;

interface Single {
  readonly leaf: Leaf;
  readonly negated: boolean;
}

interface Several {
  readonly join: "and" | "or";
  readonly parts: readonly Clause[];
}

const OPPOSITE: Readonly<Partial<Record<Operator, Operator>>> = {
  ...POSITIVE,
  ...Object.fromEntries(Object.entries(POSITIVE).map(([negative, positive]) => [positive, negative])),
};

/** What is said of these has an "or" in it. */
const OPEN_ENDED: ReadonlySet<Operator> = new Set([
  "eq-useroruserteams",
  "eq-useroruserhierarchy",
  "eq-useroruserhierarchyandteams",
]);

/** Say a filter; of none, that it takes all records, and of one that this app is too old for, just that. */
export function sentenceOf(tree: Tree | null | undefined, about: About, wording: Wording): string {
  const { say, reading } = wording;
  if (!tree) return say("filter.everything");
  if (unsupported(tree).length > 0) return say("filter.too_old");
  const clause = clauseOf(tree, false);
  if (isEmpty(clause)) return say("filter.everything");
  if ("leaf" in clause) return begun(single(clause, about, wording, false), clause, reading.language);
  const parts = ordered(clause.parts);
  const words = parts
    .map((part) => ("leaf" in part ? single(part, about, wording, false) : inside(part, about, wording)))
    .reduce((before, after) => say(`filter.join.${clause.join}`, { before, after }));
  return begun(words, parts[0], reading.language);
}

/** Begin with a capital where the sentence begins with a word of ours; a label is left as it is. */
function begun(words: string, first: Clause | undefined, language: string | undefined): string {
  if (!first || ("leaf" in first && !first.negated)) return words;
  const [letter = "", ...rest] = words;
  return letter.toLocaleUpperCase(language) + rest.join("");
}

function isEmpty(clause: Clause): boolean {
  return "parts" in clause && clause.parts.length === 0;
}

/** Bring a tree to "and" and "or": "none of these" is "each not", and "not all" is "some not". */
function clauseOf(tree: Tree, negated: boolean): Clause {
  if (!isGroup(tree)) {
    const opposite = negated ? OPPOSITE[tree.op] : undefined;
    return opposite ? { leaf: { ...tree, op: opposite }, negated: false } : { leaf: tree, negated };
  }
  const turned = tree.op === "not" ? !negated : negated;
  const join = (tree.op === "and") === turned ? "or" : "and";
  const parts = tree.of
    .map((part) => clauseOf(part, turned))
    .flatMap((part) => ("parts" in part && part.join === join ? part.parts : [part]))
    .filter((part) => !isEmpty(part));
  const [only] = parts;
  return only && parts.length === 1 ? only : { join, parts };
}

/** Conditions come before groups: a group at the end needs nothing to close it. */
function ordered(parts: readonly Clause[]): readonly Clause[] {
  return [...parts.filter((part) => "leaf" in part), ...parts.filter((part) => "parts" in part)];
}

function single({ leaf, negated }: Single, about: About, wording: Wording, inGroup: boolean): string {
  const words = conditionWords(leaf, about, wording, inGroup || negated);
  if (negated) return wording.say("filter.join.not", { inside: words });
  return inGroup && OPEN_ENDED.has(leaf.op) ? brackets(words, wording) : words;
}

function inside(group: Several, about: About, wording: Wording): string {
  const parts = ordered(group.parts);
  const closed = parts.filter((part) => "parts" in part).length === 1;
  const words = parts.map((part) => {
    if ("leaf" in part) {
      const said = single(part, about, wording, true);
      return part.negated ? brackets(said, wording) : said;
    }
    const said = inside(part, about, wording);
    return closed ? said : brackets(said, wording);
  });
  const [first = "", ...others] = words;
  if (group.join === "or") {
    const after = others.reduce((before, next) =>
      wording.say("filter.join.inner_or", { before, after: next }),
    );
    return wording.say("filter.join.either", { before: first, after });
  }
  if (others.length === 1) {
    return wording.say("filter.join.both", { before: first, after: others[0] ?? "" });
  }
  return words.reduce((before, after) => wording.say("filter.join.inner_and", { before, after }));
}

function brackets(words: string, { say }: Wording): string {
  return say("filter.join.brackets", { inside: words });
}
