import { expect, it } from "vitest";
import { formatDateTime, formatTime } from "../../../frontend/shared/formats";
import { formatRecent } from "../../../frontend/shared/recent";

const NIGHT = new Date(2026, 10, 23, 23, 30);

it("[APP-04] [L39] a moment of today is an hour, and one of another day has its day, by this device's clock", () => {
  const before = new Date(2026, 10, 23, 23, 50).getTime();
  const after = new Date(2026, 10, 24, 0, 10).getTime();

  expect(formatRecent(NIGHT.toISOString(), before)).toBe(formatTime(NIGHT));
  expect(formatRecent(NIGHT.toISOString(), after)).toBe(formatDateTime(NIGHT));
});
