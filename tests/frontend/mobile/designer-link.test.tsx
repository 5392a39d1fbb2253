/** The way from the dashboard to the designer, for those who build workspaces and for nobody else. */
import { expect, it, vi } from "vitest";
import * as office from "../../../frontend/mobile/at-office";
import { orderPhone, RECORDS, standing } from "./order-phone";
import { diskOf, type Phone } from "./phone-app";

async function homeOf(privileges: readonly string[]): Promise<Phone> {
  const { core, element } = await orderPhone();
  const metadata = core.replica.metadata.peek();
  core.close();
  element.remove();
  if (!metadata) throw new Error("There is no metadata");
  const disk = diskOf({ ...metadata, privileges: [...privileges] } as typeof metadata, RECORDS, [], {
    standing: standing(),
  });
  return orderPhone({ disk, path: "/app" });
}

it("leads from the dashboard to the designer where its person may design and the office is reached", async () => {
  const away = vi.spyOn(office, "isAway").mockReturnValue(false);
  const { screen } = await homeOf(["use_app", "design"]);

  const link = await screen.findByRole("link", { name: /Designer/ }, { timeout: 5_000 });
  away.mockRestore();

  expect(link.getAttribute("href")).toBe("/design");
});

it("says why it leads nowhere while the office is away", async () => {
  const { screen } = await homeOf(["use_app", "design"]);

  expect(await screen.findByText("Designer", {}, { timeout: 5_000 })).toBeTruthy();
  expect(await screen.findByText(/Needs the office/)).toBeTruthy();
  expect(screen.queryByRole("link", { name: /Designer/ })).toBeNull();
});

it("shows nothing of the designer to anybody else", async () => {
  const { screen } = await homeOf(["use_app"]);
  await screen.findByRole("link", { name: /Sales orders/ }, { timeout: 5_000 });
  await import("../../../frontend/mobile/pages/designer-link");

  expect(screen.queryByRole("link", { name: /Designer/ })).toBeNull();
});
