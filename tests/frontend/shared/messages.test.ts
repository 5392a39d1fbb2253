import { afterEach, describe, expect, it } from "vitest";
import {
  chooseLanguage,
  direction,
  hasMessage,
  LANGUAGES,
  language,
  preferredLanguage,
  t,
} from "../../../frontend/shared/messages";
import en from "../../../texts/en.json";
import sv from "../../../texts/sv.json";

afterEach(() => chooseLanguage("en"));

describe("messages", () => {
  it("say a plain text and a plural in English", () => {
    expect(t("ui.back")).toBe("Back");
    expect([1, 3].map((count) => t("ui.outbox_waiting", { count }))).toEqual([
      "Outbox, 1 waits",
      "Outbox, 3 wait",
    ]);
  });

  it("change with the language, and back", async () => {
    await chooseLanguage("sv-SE");
    const swedish = [language.value, t("ui.back"), t("ui.progress", { done: 1204, total: 5000 })];
    await chooseLanguage("en");

    expect(swedish).toEqual(["sv", "Tillbaka", "1\u00a0204 av 5\u00a0000"]);
    expect(t("ui.back")).toBe("Back");
  });

  it("the latest choice of language wins over one that is still loading", async () => {
    await Promise.all([chooseLanguage("sv"), chooseLanguage("en")]);

    expect(language.value).toBe("en");
  });

  it("a language that we do not have speaks English", async () => {
    await chooseLanguage("xx");

    expect([language.value, t("ui.back")]).toEqual(["en", "Back"]);
  });

  it("an invented language runs from right to left and still formats", async () => {
    await chooseLanguage("ar-XB");

    expect(direction.value).toBe("rtl");
    expect(t("ui.progress", { done: 2, total: 3 })).toContain("2");
    expect(t("ui.back")).toBe("\u202eBack\u202c");
  });

  it("another is at least a third longer", async () => {
    const plain = t("ui.more_actions").length;
    await chooseLanguage("en-XA");

    expect(t("ui.more_actions").length).toBeGreaterThan(plain * 1.33);
    expect(t("ui.outbox_waiting", { count: 2 })).toContain("2");
  });

  it("the browser's first language that we have is preferred", () => {
    expect(preferredLanguage(["fi-FI", "sv-FI", "en-US"])).toBe("sv");
    expect(preferredLanguage(["fi"])).toBe("en");
  });

  it("a key put together at run time is known or not", () => {
    expect([hasMessage("ui.back"), hasMessage("ui.nothing"), hasMessage("toString")]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it("every language has the same keys, and each message parses", async () => {
    expect(Object.keys(sv).sort()).toEqual(Object.keys(en).sort());
    for (const { code } of LANGUAGES) {
      await chooseLanguage(code);
      const broken = (Object.keys(en) as (keyof typeof en)[]).filter((key) => {
        try {
          return t(key, EVERY_VALUE) === "";
        } catch {
          return true;
        }
      });
      expect(broken).toEqual([]);
    }
  });
});

/** Answers any argument's name with a value that every kind of argument accepts. */
const EVERY_VALUE = new Proxy<Record<string, number>>(
  {},
  {
    get: () => 1,
    has: () => true,
    getOwnPropertyDescriptor: () => ({ value: 1, configurable: true, enumerable: true }),
  },
);
