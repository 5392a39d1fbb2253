import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import { FromPackage } from "../../../../frontend/designer/workspaces/from-package";
import { Client } from "../../../../frontend/rest/client";

afterEach(cleanup);

function clientOf(answer: (call: string) => Response): { client: Client; asked: string[] } {
  const asked: string[] = [];
  const client = new Client({
    fetch: async (address, options) => {
      const call = `${options?.method} ${String(address).replace("/api/v1", "")}`;
      asked.push(call);
      return call === "GET /session" ? Response.json({ csrf: "token" }) : answer(call);
    },
  });
  return { client, asked };
}

const summary = (id: string, here: boolean) => ({
  id,
  title: { en: id },
  description: {},
  icon: "truck",
  accent: "blue",
  here,
});
const LIST = [summary("orders", false), summary("expenses", true)];

it("[DSG-02] a ready-made workspace is brought in by one press, and one that is here cannot be", async () => {
  const { client, asked } = clientOf((call) =>
    Response.json(call === "GET /packages" ? LIST : summary("orders", true)),
  );
  const onMade = vi.fn();
  render(<FromPackage client={client} onMade={onMade} />);

  fireEvent.click(await screen.findByRole("button", { name: "Bring in orders" }));

  await waitFor(() => expect(onMade).toHaveBeenCalledWith("orders"));
  expect(asked.at(-1)).toBe("POST /packages/orders");
  expect(screen.queryByRole("button", { name: "Bring in expenses" })).toBeNull();
});

it("whoever may not bring one in is told so", async () => {
  const refusal = { code: "no-right-of-tests", sentence: "It takes an administrator." };
  const { client } = clientOf((call) =>
    call === "GET /packages" ? Response.json(LIST) : Response.json(refusal, { status: 403 }),
  );
  const onMade = vi.fn();
  render(<FromPackage client={client} onMade={onMade} />);

  fireEvent.click(await screen.findByRole("button", { name: "Bring in orders" }));

  expect((await screen.findByRole("alert")).textContent).toContain("It takes an administrator.");
  expect(onMade).not.toHaveBeenCalled();
});
