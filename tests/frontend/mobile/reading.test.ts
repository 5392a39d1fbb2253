import { signal } from "@preact/signals";
import { expect, it } from "vitest";
import type { OpenApp } from "../../../frontend/mobile/open-app";
import { PageMemory } from "../../../frontend/mobile/page-memory";
import { readingOf } from "../../../frontend/mobile/reading";
import { chooseLanguage, speakAlso } from "../../../frontend/shared/messages";

function app(): OpenApp {
  const core = { replica: { metadata: signal(null) } };
  return { memory: new PageMemory(), core } as unknown as OpenApp;
}

it("a page that brings words of its own leaves the reading as it is, and so lists keep their order", async () => {
  const reading = readingOf(app());
  const before = reading.value;

  await speakAlso({ en: async () => ({ default: {} }) });

  expect(reading.value).toBe(before);
});

it("another language reads in its own words", async () => {
  const reading = readingOf(app());
  const yes = reading.value.words?.yes;

  await chooseLanguage("sv");

  expect(reading.value.language).toBe("sv");
  expect(reading.value.words?.yes).not.toBe(yes);
  await chooseLanguage("en");
});
