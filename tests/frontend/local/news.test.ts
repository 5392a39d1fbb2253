import { describe, expect, it } from "vitest";
import { type Move, type News, newsOf, withPull } from "../../../frontend/local/news";
import type { Reason } from "../../../frontend/local/traces";
import { newsSince } from "../../../frontend/local/untold-news";

const TEAM: Reason = { kind: "rule", rule: { kind: "my_teams" } };
const MINE: Reason = { kind: "rule", rule: { kind: "mine" } };

function moves(count: number, to: Move["to"]): Move[] {
  return Array.from({ length: count }, (_, at) => ({ record: `record-${at}`, to }));
}

function pulls(...all: readonly (readonly Move[])[]): News {
  const news = all.reduce<News | null>(
    (before, each, at) =>
      withPull(before, {
        at: `2026-11-21T10:00:${String(at).padStart(2, "0")}Z`,
        entities: newsOf("order", each),
      }),
    null,
  );
  if (!news) throw new Error("There was no pull");
  return news;
}

describe("[DAT-13] news", () => {
  it("what is new since the user was told is not what he was told before", () => {
    const news = pulls(moves(97, TEAM), [{ record: "other", to: "lost" }]);

    const [first] = news.pulls ?? [];
    const fresh = newsSince(news, first?.at ?? "");

    expect(fresh?.order).toMatchObject({ left: 0, lost: 1 });
    expect(news.entities.order).toMatchObject({ left: 97, lost: 1 });
    expect(newsSince(news, news.at)).toBeNull();
  });

  it("counts a record where it ended, whatever it had left for before", () => {
    const record = "record-0";
    const news = pulls(moves(2, TEAM), [{ record, to: "came" }], [{ record, to: MINE }]);

    expect(news.entities.order).toMatchObject({
      came: 0,
      left: 2,
      groups: [
        { why: TEAM, count: 1 },
        { why: MINE, count: 1 },
      ],
    });
  });

  it("remembers some thousands of moves, and counts all", () => {
    const news = pulls(moves(5_000, "came"), moves(5_000, "lost"));

    const { came = 0, lost, marks = {} } = news.entities.order ?? {};
    expect(Object.keys(marks).length).toBe(2_000);
    expect([came, lost]).toEqual([3_000, 5_000]);
  });

  it("tells the last pulls apart and loses none of the ones before", () => {
    const all = Array.from({ length: 40 }, (_, at): Move[] => [{ record: `record-${at}`, to: "came" }]);

    const news = pulls(...all);

    expect(news.pulls?.length).toBe(12);
    expect(newsSince(news, "")?.order?.came).toBe(40);
  });

  it("takes what an earlier version of the app has kept as one pull", () => {
    const old: News = {
      at: "2026-11-20T10:00:00Z",
      entities: { order: { came: 2, left: 0, lost: 0, groups: [] } },
    };

    const news = withPull(old, { at: "2026-11-21T10:00:00Z", entities: newsOf("order", moves(1, "lost")) });

    expect(news.entities.order).toMatchObject({ came: 2, lost: 1 });
    expect(newsSince(news, old.at)?.order).toMatchObject({ came: 0, lost: 1 });
    expect(newsSince(old, "")?.order?.came).toBe(2);
  });
});
