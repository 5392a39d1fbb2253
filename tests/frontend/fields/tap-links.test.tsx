/** Where a tap on a number, an address or a link leads, and what never becomes a link. */
import { signal } from "@preact/signals";
import { cleanup, render, screen } from "@testing-library/preact";
import { afterEach, describe, expect, it } from "vitest";
import { DisplayedValue } from "../../../frontend/fields/registry";
import { accept, parse } from "../../../frontend/values/registry";
import type { FieldRule } from "../../../frontend/values/types";

afterEach(cleanup);

const reading = { locale: "en-GB" };
const pictures = {
  show: () => signal({ kind: "away" as const }),
  again: () => {},
  onItsWay: () => false,
  adopt: () => {},
  newId: () => "",
};

function shown(type: FieldRule["type"], value: string): HTMLElement | null {
  render(<DisplayedValue field={{ id: "it", type }} value={value} tools={{ reading, pictures }} />);
  return screen.queryByRole("link");
}

describe("[APP-17] a tap", () => {
  it.each([
    ["phone", "+46 70 123 45 67", "tel:+46701234567"],
    ["phone", "08-123 45 x67", "tel:0812345,67"],
    ["phone", "*100#", "tel:*100%23"],
    ["email", "ana@example.com", "mailto:ana@example.com"],
    ["email", "ana?bcc=bo@example.com", "mailto:ana%3Fbcc%3Dbo@example.com"],
    ["link", "https://example.com/a?b=c", "https://example.com/a?b=c"],
    ["link", "mailto:ana@example.com", "mailto:ana@example.com"],
    ["link", "tel:+46701234567", "tel:+46701234567"],
  ] as const)("on %s %s opens what handles it", (type, value, href) => {
    const link = shown(type, value);

    expect(link?.getAttribute("href")).toBe(href);
  });

  it.each(["example.com", "www.example.com/a", "example.com:8080"])(
    "on %s, typed without a scheme, opens a web page",
    (typed) => {
      const { value } = parse(typed, { id: "it", type: "link" }, reading);

      expect(shown("link", String(value))?.getAttribute("href")).toBe(`https://${typed}`);
    },
  );

  it("opens a web page beside the app, which it cannot reach", () => {
    const link = shown("link", "https://example.com/");

    expect([link?.getAttribute("target"), link?.getAttribute("rel")]).toEqual([
      "_blank",
      "noopener noreferrer",
    ]);
  });

  it.each([
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "blob:https://example.com/1",
    "file:///etc/passwd",
    "https://user:secret@example.com/",
  ])("on %s leads nowhere, even if it stands in a record", (value) => {
    const link = shown("link", value);

    expect(link).toBeNull();
    expect(accept(value, { id: "it", type: "link" }).problem?.code).toMatch(/^value-/);
  });
});
