/** Device status clears what came from the office, after saying what goes and what stays. */
import { act, within } from "@testing-library/preact";
import { expect, it } from "vitest";
import { press } from "./order-phone";
import { id, metadataOf, openPhone } from "./phone-app";

it("[APP-20] [L24] clearing is asked first, takes records and pictures, and keeps what waits", async () => {
  const phone = await openPhone({
    metadata: metadataOf("expense_management"),
    records: {
      expense: [
        [id(1), 1, { merchant: "Taxi Nord" }],
        [id(2), 1, { merchant: "Hotel Syd" }],
      ],
    },
    path: "/app/status",
  });
  await act(async () => {
    await phone.core.commands.createRecord("expense", { merchant: "Made here" });
  });

  await press(await phone.screen.findByRole("button", { name: "Clear downloaded records" }));
  const asked = within(await phone.screen.findByRole("dialog", { hidden: true }));
  asked.getByText(/^2 records go from this phone.*1 record waits to be sent, no drafts\.$/);
  await press(asked.getByText("Clear downloaded records"));
  await phone.screen.findByText("Cleared. The records come again with the next sync.");

  const { records, outbox } = phone.core.replica;
  await records.ensure("expense");
  expect(records.list("expense").map(({ values }) => values.merchant)).toEqual(["Made here"]);
  expect(outbox.unanswered()).toHaveLength(1);
});
