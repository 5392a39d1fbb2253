/** A page pulled down from its top asks the office; a scroll, a swipe and a form do not. */
import { act, fireEvent } from "@testing-library/preact";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { id, metadataOf, openPhone, type Phone } from "./phone-app";

let phone: Phone;
let asked: ReturnType<typeof vi.spyOn>;

async function open(path: string): Promise<void> {
  phone = await openPhone({
    metadata: metadataOf("expense_management"),
    records: { expense: [[id(1), 1, { merchant: "Taxi Nord" }]] },
    path,
  });
  asked = vi.spyOn(phone.core.sync, "syncNow");
  // The gesture comes a moment after the first page.
  await vi.waitFor(async () => {
    await finger("touchstart", 0);
    await finger("touchmove", 40);
    expect(shown()).not.toBeNull();
    await finger("touchend");
  }, 5_000);
}

const shown = () => phone.element.querySelector(".app-pull");
const page = () => phone.element.querySelector(".ui-app-page") as HTMLElement;

async function finger(what: string, y = 0, x = 0): Promise<void> {
  const touches = what === "touchend" ? [] : [{ clientX: x, clientY: y }];
  await act(() => {
    fireEvent(page(), Object.assign(new Event(what, { bubbles: true }), { touches }));
  });
}

async function pull(to: number, aside = 0): Promise<void> {
  await finger("touchstart", 0);
  await finger("touchmove", to / 2, aside / 2);
  await finger("touchmove", to, aside);
  await finger("touchend");
}

describe("[APP-03] a page that is pulled down", () => {
  beforeEach(() => open("/app/"));

  it("asks the office, for records and workspaces, and says how old what is shown is when nobody answers", async () => {
    await finger("touchstart", 0);
    await finger("touchmove", 60);
    expect(shown()?.textContent).toBe("Pull to refresh");
    await finger("touchmove", 120);
    expect(shown()?.textContent).toBe("Let go to refresh");
    await finger("touchend");

    expect(asked).toHaveBeenCalledTimes(1);
    await phone.screen.findByText(/^No answer from the office\. What you see is from/);
    expect(shown()).toBeNull();
  });

  it("does nothing when it is let go too early, goes sideways, or is scrolled", async () => {
    await pull(60);
    await pull(120, 200);
    page().scrollTop = 40;
    await pull(200);

    expect(asked).not.toHaveBeenCalled();
    expect(shown()).toBeNull();
  });
});

it("[APP-03] a form is not pulled", async () => {
  await open("/app/");
  await phone.go("/app/w/expense_management/a/quick_expense");
  await phone.screen.findByRole("button", { name: "Save" });

  await pull(200);

  expect(asked).not.toHaveBeenCalled();
});
