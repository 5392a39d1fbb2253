import { expect, it } from "vitest";
import { settingValues } from "../../../frontend/local/steps";
import type { Model, Setting } from "../../../frontend/protocol";
import { entity, field } from "../metadata/builders";

const MODEL: Model = {
  version: 1,
  entities: [
    entity("order", [
      field("confirmed_on", "date"),
      field("confirmed_at", "date_time"),
      field("by", "lookup", { target: "person" }),
      field("note", "text"),
    ]),
  ],
};
const SETTER = { me: "p1", now: "2026-11-22T10:00:00.000Z", timeZone: "UTC", comment: "Fine" };

function setting(id: string, to: Setting["to"]): Setting {
  return { id, field: id, to, value: null, rule: null };
}

it("[DSG-12] a step sets the moment as the field has it, the person and the comment, and no field that is gone", () => {
  const settings = [
    setting("confirmed_on", "now"),
    setting("confirmed_at", "now"),
    setting("by", "me"),
    setting("note", "comment"),
    setting("was_there_once", "now"),
  ];

  expect(settingValues(MODEL, "order", settings, SETTER)).toEqual({
    confirmed_on: "2026-11-22",
    confirmed_at: "2026-11-22T10:00:00.000Z",
    by: "p1",
    note: "Fine",
  });
});

it.each([
  ["Europe/Stockholm", "2026-11-22T23:30:00.000Z", "2026-11-23"],
  ["America/New_York", "2026-11-23T03:30:00.000Z", "2026-11-22"],
])("[DSG-12] a day is set as it is where the person is, in %s", (timeZone, now, day) => {
  const settings = [setting("confirmed_on", "now"), setting("confirmed_at", "now")];

  expect(settingValues(MODEL, "order", settings, { ...SETTER, timeZone, now })).toEqual({
    confirmed_on: day,
    confirmed_at: now,
  });
});
