/**
 * What shows and writes a formula, as a chunk of its own; named once, since that is what it is known by.
 */
export const loadRuleControl = () => import("./rule-control").then(({ RuleControl }) => RuleControl);
