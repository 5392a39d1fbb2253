/**
 * What came to this phone and what went, as sentences. Pure.
 *
 * First the kinds of records that the user's workspaces list, as he knows them; then what only hangs on others, such
 * as the lines of an order.
 */
import type { Lens } from "../../blocks/lens";
import type { Wording } from "../../expressions/phrases";
import type { NewsByEntity } from "../../local/news";
import { whyLeft } from "./reason-words";

/** In the order in which they are told. */
type Kind = "left" | "lost" | "came";

interface Item {
  readonly kind: Kind;
  readonly entity: string;
  readonly count: number;
  /** Why they left. */
  readonly why: string;
  /** The kinds of records that went or came along, by name. */
  readonly along: readonly string[];
}

const KINDS: readonly Kind[] = ["left", "lost", "came"];

/** One sentence for each thing that happened, what went first. */
export function newsWords(news: NewsByEntity, lens: Lens, wording: Wording): readonly string[] {
  return itemsOf(news, lens, wording).map((item) => sentence(item, lens, wording));
}

/** The same, shorter: what moved along with records that it hangs on is named with them and not counted. */
export function newsInShort(news: NewsByEntity, lens: Lens, wording: Wording): readonly string[] {
  return folded(itemsOf(news, lens, wording), lens).map((item) => sentence(item, lens, wording));
}

function itemsOf(news: NewsByEntity, lens: Lens, wording: Wording): readonly Item[] {
  const rank = ranks(lens);
  const items = Object.entries(news)
    .filter(([entity]) => lens.entity(entity))
    .flatMap(([entity, { came, lost, groups }]): Item[] => {
      const reasons = new Map<string, number>();
      for (const { why, count } of groups) {
        const words = whyLeft(why, entity, lens, wording);
        reasons.set(words, (reasons.get(words) ?? 0) + count);
      }
      const plain = (kind: Kind, count: number) => ({ kind, entity, count, why: "", along: [] });
      return [
        ...[...reasons].map(([why, count]) => ({ ...plain("left", count), why })),
        plain("lost", lost),
        plain("came", came),
      ];
    })
    .filter(({ count }) => count > 0);
  const place = ({ entity }: Item) => rank.get(entity) ?? Number.POSITIVE_INFINITY;
  const listed = (item: Item) => (rank.has(item.entity) ? 0 : 1);
  return items.sort(
    (a, b) =>
      listed(a) - listed(b) ||
      KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
      (place(a) === place(b) ? b.count - a.count : place(a) - place(b)),
  );
}

/** The entities that the user's workspaces list on their first pages, in the order in which he meets them. */
function ranks(lens: Lens): ReadonlyMap<string, number> {
  const pages = lens.workspaces.flatMap((workspace) => lens.landing(workspace));
  const listed = new Set(pages.flatMap(({ kind, entity }) => (kind === "list" && entity ? [entity] : [])));
  return new Map([...listed].map((entity, at) => [entity, at]));
}

function folded(items: readonly Item[], lens: Lens): readonly Item[] {
  const rank = ranks(lens);
  const told = items.filter(({ entity }) => rank.has(entity));
  const along = new Map<Item, Set<string>>();
  const left = items.filter((item) => {
    if (rank.has(item.entity)) return false;
    const targets = new Set([...lens.fields(item.entity).values()].map(({ target }) => target ?? ""));
    const heads = told.filter(({ kind, entity }) => goes(kind) === goes(item.kind) && targets.has(entity));
    // The lines of an order that was lost may still be read, and leave all the same.
    const head = heads.find(({ kind }) => kind === item.kind) ?? heads[0];
    if (head) along.set(head, (along.get(head) ?? new Set()).add(item.entity));
    return !head;
  });
  const names = (item: Item) =>
    [...(along.get(item) ?? [])].map((entity) => lens.text(lens.entity(entity)?.plural).toLocaleLowerCase());
  return [...told.map((item) => ({ ...item, along: names(item) })), ...left];
}

function goes(kind: Kind): boolean {
  return kind !== "came";
}

function sentence({ kind, entity, count, why, along }: Item, lens: Lens, { say }: Wording): string {
  const { label, plural } = lens.entity(entity) ?? {};
  const name = lens.text(count === 1 ? label : plural).toLocaleLowerCase();
  if (along.length > 0) {
    const others = new Intl.ListFormat(lens.language, { type: "conjunction" }).format(along);
    return say(`mobile.news.${kind}_with`, { count, name, why, others });
  }
  return say(`mobile.news.${kind}`, { count, name, why });
}
