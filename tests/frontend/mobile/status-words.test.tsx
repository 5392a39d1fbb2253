/** What Device status says of the connection, of files and of the next sync: each cause and each setting in its words. */
import { signal } from "@preact/signals";
import { act, within } from "@testing-library/preact";
import { describe, expect, it } from "vitest";
import { pullInterval } from "../../../frontend/mobile/data-saver";
import { formatDateTime } from "../../../frontend/shared/formats";
import { problem, type SyncState, type Trouble } from "../../../frontend/sync/status";
import { taken } from "../local/standings";
import { choose, ORDER, orderPhone, RECORDS } from "./order-phone";
import { diskOf, id, metadataOf, type Phone } from "./phone-app";

const status = (more: Parameters<typeof orderPhone>[0] = {}) => orderPhone({ path: "/app/status", ...more });
const connection = (phone: Phone) => phone.screen.findByRole("region", { name: "Connection" });

/** Open the page of a phone that stands like this. */
async function standing(given: Partial<SyncState>): Promise<HTMLElement> {
  const phone = await orderPhone({ path: "/app/" });
  const state = { ...phone.core.sync.syncState.peek(), ...given };
  Object.defineProperty(phone.core.sync, "syncState", { value: signal(state) });
  await phone.go("/app/status");
  return connection(phone);
}

describe("[SYN-16] what stands in the way", () => {
  it.each<[string, Partial<SyncState>, string]>([
    ["no network", offline({ kind: "network" }), "This phone has no network."],
    ["no answer", offline({ kind: "silence" }), "The server does not answer."],
    [
      "a server's fault",
      offline({ kind: "server" }),
      "The server answers, but has a fault or is restarting.",
    ],
    ["a slow entity", offline({ kind: "slow", entity: "customer" }), "Customers took too long to come."],
    [
      "a sign-in that has ended",
      { kind: "attention", problem: problem("sign-in-required"), remedy: "sign_in" },
      "Your sign-in has ended.",
    ],
    [
      "a full store",
      { kind: "attention", problem: problem("store-failed", { reason: "full" }) },
      "This phone cannot keep",
    ],
  ])("%s has a sentence of its own", async (_, given, said) => {
    const region = await standing(given);

    expect(region.textContent).toContain(said);
  });

  function offline(trouble: Trouble): Partial<SyncState> {
    return { kind: "offline", trouble, problem: null, remedy: null };
  }
});

describe("[L11] the truth about the copy", () => {
  it("is how old it is, and what went wrong last although all is well again", async () => {
    const at = "2026-11-21T10:12:00.000Z";

    const region = await standing({ kind: "upToDate", mishap: { at, what: { kind: "server" } } });

    expect(region.textContent).toMatch(/Data as of Nov 21, 2026/);
    expect(region.textContent).toMatch(/Last problem, Nov 21, 2026.*: The server answers, but has a fault/);
  });

  it.each([
    ["as soon as there is any", null, "0", "News comes as soon as there is any."],
    ["an hour after the last one", 60, "60", "Next sync: as soon as the server answers."],
    ["when it is asked for", null, "by-hand", "Next sync: when you ask for it."],
  ] as const)("is when the next sync comes: %s", async (_, interval, choice, said) => {
    const entities = ["customer", "sales_order"].map((entity) => taken(entity, { interval }));
    const phone = await status({ profile: entities });

    await choose((await phone.screen.findByLabelText("This phone asks")) as HTMLSelectElement, choice);

    expect(await phone.screen.findByText(said)).toBeTruthy();
  });

  it("follows the data saver at once", async () => {
    const phone = await status();
    const before = await phone.screen.findByText("News comes as soon as there is any.");
    const { checkpoint } = phone.core.replica;
    const at = new Date(Date.now() - 60_000).toISOString();
    await act(() => {
      checkpoint.value = checkpoint.value && { ...checkpoint.value, at };
    });

    await choose((await phone.screen.findByLabelText("Data saver")) as HTMLSelectElement, "on");

    expect(before).toBeTruthy();
    expect(pullInterval(phone.ports.device, phone.core.replica)).toBe(60);
    const next = formatDateTime(new Date(Date.parse(at) + 3_600_000));
    expect(phone.screen.getByText(/^Next sync: /).textContent).toBe(`Next sync: ${next}`);
  });

  it("[SYN-12] counts records: three edits of one are one", async () => {
    const phone = await status();
    for (const customer of [null, id(1), null])
      await phone.core.commands.editRecord("sales_order", ORDER, { customer: { base: 4, value: customer } });

    const list = await phone.screen.findByRole("list", { name: "Not sent yet" });

    expect(list.textContent).toContain("Waiting1");
  });
});

describe("[SYN-01] a phone that was away for weeks", () => {
  const since = "2026-10-30T08:00:00.000Z";

  it("is asked as before the first copy, with how old its records are", async () => {
    const region = await standing({ kind: "offered", offer: { records: 31_419, bytes: 2_600_000, since } });

    expect(region.textContent).toMatch(
      /not heard from the office since Oct 30, 2026.* Bring its 31,419 records up to date \(at most about 2.6\u00a0MB\)/,
    );
    expect(within(region).getByRole("button", { name: "Download now" })).toBeTruthy();
    expect(within(region).getByRole("button", { name: "Later" })).toBeTruthy();
  });

  it("says how much has come, which nobody can say of how much", async () => {
    const region = await standing({
      kind: "receiving",
      progress: { received: 3_000, total: null, bytes: 0 },
    });

    expect(region.textContent).toContain("3,000 so far");
    expect(within(region).getByRole("progressbar").hasAttribute("value")).toBe(false);
  });
});

describe("[SYN-13] a data saver that the administrator does not allow", () => {
  it("is not offered, and what was chosen before does not count", async () => {
    const phone = await status();
    const { device } = phone.ports;
    const { metadata } = phone.core.replica;
    await choose((await phone.screen.findByLabelText("This phone asks")) as HTMLSelectElement, "by-hand");
    const before = pullInterval(device, phone.core.replica);

    await act(() => {
      const experience = {
        mode: "seamless",
        existing: true,
        lookups: true,
        chains: true,
        saver: false,
      } as const;
      metadata.value = metadata.value && { ...metadata.value, experience };
    });

    expect([before, pullInterval(device, phone.core.replica)]).toEqual([Number.POSITIVE_INFINITY, null]);
    expect(phone.screen.queryByLabelText("Data saver")).toBeNull();
    expect(phone.screen.queryByLabelText("This phone asks")).toBeNull();
    expect(phone.screen.getByText(/^Your organisation has set how often this phone asks/)).toBeTruthy();
    expect(phone.screen.getByText("News comes as soon as there is any.")).toBeTruthy();
  });
});

describe("[SYN-11] [L11] files that go up", () => {
  it("are told one by one, how far each is and what was said of one that was not taken", async () => {
    const disk = diskOf(metadataOf("sales_orders"), RECORDS);
    const file = (name: string, more: object) => ({
      id: name,
      name,
      type: "image/jpeg",
      size: 3_400_000,
      sha256: "",
      received: 0,
      uploaded: false,
      refused: null,
      ...more,
    });
    disk.set(
      "blob",
      new Map([
        ["info/a", file("Roof.jpg", { received: 1_200_000 })],
        ["info/b", file("Wall.jpg", { refused: "value-file-too-large" })],
        ["info/c", file("Done.jpg", { uploaded: true })],
      ]),
    );
    const phone = await status({ disk });

    const files = await phone.screen.findByRole("region", { name: "Files on their way" });

    const bars = within(files).getAllByRole("progressbar") as HTMLProgressElement[];
    expect(bars.map(({ value, max }) => [value, max])).toEqual([
      [1_200_000, 3_400_000],
      [0, 3_400_000],
    ]);
    expect(files.textContent).toContain("Roof.jpg1.2\u00a0MB of 3.4\u00a0MB");
    expect(files.textContent).toContain("The office did not take it:");
    expect(files.textContent).not.toContain("Done.jpg");
  });
});
