import { expect, it } from "vitest";
import { apartWords, pageWords } from "../../../frontend/designer/page-words";
import type { Page } from "../../../frontend/protocol";

const page = (id: string, kind: Page["kind"], title: string) =>
  ({ id, kind, title: { en: title } }) as unknown as Page;

it("pages of one title are told apart by what they have, and where that is the same by their ids", () => {
  const pages = [
    page("equipment_list", "list", "Equipment"),
    page("equipment", "detail", "Equipment"),
    page("lift_list", "list", "Lifts"),
    page("old_lifts", "list", "Lifts"),
    page("lift", "detail", "Lift"),
  ];

  expect(pages.map((one) => pageWords({ pages }, one))).toEqual([
    "Equipment (list)",
    "Equipment (one record)",
    "Lifts (lift_list)",
    "Lifts (old_lifts)",
    "Lift",
  ]);
  expect(pages.map((one) => apartWords({ pages }, one))[4]).toBeUndefined();
});
