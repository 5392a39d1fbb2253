/**
 * The version of the language of filters and rules that this app understands.
 *
 * The phone says it in its hello and is told what it lacks. `tests/vectors/expression_versions.json` says what each
 * version brought: the number is raised when all of a version's operators are understood.
 */
export const EXPRESSIONS_VERSION = 1;
