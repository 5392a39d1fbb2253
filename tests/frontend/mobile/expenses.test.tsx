/** The expense workspace in the app: copies of the record on show, and pages on which much is empty. */
import { screen as page, waitFor } from "@testing-library/preact";
import { beforeEach, expect, it } from "vitest";
import type { Row } from "../../../frontend/protocol";
import { press, withPopovers } from "./order-phone";
import { id, metadataOf, openPhone, type Phone } from "./phone-app";

beforeEach(withPopovers);

const [REPORT, CATEGORY, LUNCH] = [id(30), id(31), id(32)];
const PHOTO = { blob: id(33), name: "a.jpg", type: "image/jpeg", size: 9, sha256: "0".repeat(64) };
const VALUES = {
  report: REPORT,
  category: CATEGORY,
  date: "2026-02-28",
  merchant: "Café Gelo",
  amount: { amount: "12.50", currency: "EUR" },
  paid_with: "company_card",
  photo: PHOTO,
  note: "Lunch",
};
const RECORDS = {
  expense_report: [[REPORT, 1, { purpose: "Lisbon visit", status: "draft" }]] as Row[],
  expense_category: [[CATEGORY, 1, { name: "Meals" }]] as Row[],
  expense: [[LUNCH, 1, VALUES]] as Row[],
};
const COPY = `/app/w/expense_management/a/copy_expense/${LUNCH}?from=expense`;

const phoneAt = (path: string): Promise<Phone> =>
  openPhone({ metadata: metadataOf("expense_management"), records: RECORDS, path });

it("[WS-08] an expense is copied to the next day, without its receipt, and both are there", async () => {
  const phone = await phoneAt(COPY);
  expect(((await page.findByLabelText(/^Date/)) as HTMLInputElement).value).toBe("2026-03-01");
  await press(page.getByRole("button", { name: "Save" }));

  const { entries } = phone.core.replica.outbox;
  await waitFor(() => expect(entries.value).toHaveLength(1));
  const [act] = entries.value[0]?.acts ?? [];
  const { photo, ...taken } = VALUES;
  expect(act).toMatchObject({ kind: "create", values: { ...taken, date: "2026-03-01" } });
  expect(act).not.toHaveProperty("values.photo");
  expect(act?.record).not.toBe(LUNCH);
  expect(phone.core.replica.records.get("expense", LUNCH)?.values).toMatchObject({
    date: "2026-02-28",
    photo,
  });
});

it("what is empty takes one line of a page, however tall it would be", async () => {
  await phoneAt(`/app/w/expense_management/p/expense/${LUNCH}`);
  const lineOf = async (label: string) => (await page.findByText(label, { selector: "dt" })).parentElement;
  expect((await lineOf("Note"))?.classList).toContain("block-fact-tall");

  await phoneAt(`/app/w/expense_management/p/report/${REPORT}`);
  expect((await lineOf("Attachments"))?.classList).not.toContain("block-fact-tall");
});

it("[WS-08] copying is offered where there is a record to copy, and nowhere else", async () => {
  const phone = await phoneAt(`/app/w/expense_management/p/expense/${LUNCH}`);
  await press(await page.findByRole("button", { name: "More actions" }));
  expect(await page.findByRole("menuitem", { name: "Copy to next day", hidden: true })).toBeTruthy();

  await phone.go("/app/w/expense_management/p/loose_expenses");
  expect(await page.findByRole("heading", { name: "Not reported yet" })).toBeTruthy();
  expect(page.queryByText("Copy to next day")).toBeNull();
});
