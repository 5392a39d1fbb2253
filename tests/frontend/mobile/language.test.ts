import { afterEach, expect, it } from "vitest";
import type { AppPorts } from "../../../frontend/mobile/ports";
import { Session } from "../../../frontend/mobile/session";
import { stillDevice } from "../../../frontend/mobile/still-device";
import { chooseLanguage, t } from "../../../frontend/shared/messages";

afterEach(() => chooseLanguage("en"));

function ports(languages: readonly string[], chosen?: string): AppPorts {
  const device = { ...stillDevice(), languages: () => languages };
  if (chosen) device.keepSetting("language", chosen);
  const account = { recall: async () => null, ask: async () => null };
  return { device, account } as unknown as AppPorts;
}

it.each([
  ["the browser's", ["sv-SE", "en"], undefined, "Logga in i Satchel"],
  ["the first that there is", ["fi-FI", "sv", "en"], undefined, "Logga in i Satchel"],
  ["English where there is none", ["fi-FI"], undefined, "Sign in to Satchel"],
  ["the one that was chosen on this phone", ["sv-SE"], "en", "Sign in to Satchel"],
])("asks who is here in a language that he reads: %s", async (_name, languages, chosen, words) => {
  const session = new Session(ports(languages, chosen));

  await session.begin();

  expect(session.view.value).toEqual({ kind: "asking", email: null });
  expect(t("mobile.sign_in.title")).toBe(words);
});
