import { afterEach, expect, it, vi } from "vitest";
import { formatMoney } from "../../../frontend/shared/formats";
import { format } from "../../../frontend/values/registry";
import type { FieldRule } from "../../../frontend/values/types";

afterEach(() => {
  vi.restoreAllMocks();
});

it("makes a format once for all the values that are written by it", () => {
  const made = vi.spyOn(Intl, "NumberFormat");
  const days = vi.spyOn(Intl, "DateTimeFormat");
  const field = (type: FieldRule["type"]) => ({ type, scale: 2 }) as FieldRule;
  const reading = { locale: "sv-FI" } as Parameters<typeof format>[2];

  const written = Array.from({ length: 50 }, (_, at) => [
    format(`${at}.5`, field("decimal"), reading),
    format({ amount: `${at}`, currency: "SEK" }, field("money"), reading),
    format("2026-11-23", field("date"), reading),
    formatMoney(at, "EUR"),
  ]);

  expect(written[7]?.slice(0, 3)).toEqual(["7,50", "7,00\u00a0kr", "23 nov. 2026"]);
  expect(made.mock.calls.length).toBeLessThanOrEqual(3);
  expect(days).toHaveBeenCalledTimes(1);
});
