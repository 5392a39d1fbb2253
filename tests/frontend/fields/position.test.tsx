/** A place in a form, found by the phone or typed, and on a page. */
import { act, cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { useState } from "preact/hooks";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { FieldTools } from "../../../frontend/fields/contract";
import { controls } from "../../../frontend/fields/controls";
import { mapped } from "../../../frontend/fields/position/display";
import { DisplayedValue } from "../../../frontend/fields/registry";
import { FormField } from "../../../frontend/ui/form-field";
import { parse } from "../../../frontend/values/registry";
import type { Value } from "../../../frontend/values/types";
import { field } from "../metadata/builders";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const reading = { locale: "sv-SE" };
const tools = { reading } as FieldTools;
const PLACE = field("place", "position");
const MEASURED = { lat: 59.3293235, lon: 18.0685808, accuracy: 12.3, at: "2026-11-22T10:00:00.000Z" };

type Found = (position: GeolocationPosition) => void;
type Failed = (error: GeolocationPositionError) => void;

/** A phone whose receiver waits until a test says what it finds. */
function receiver() {
  const waiting: { found: Found; failed: Failed }[] = [];
  const geolocation = {
    getCurrentPosition: (found: Found, failed: Failed) => waiting.push({ found, failed }),
  };
  vi.stubGlobal("navigator", { ...navigator, geolocation });
  const answer = (how: (last: { found: Found; failed: Failed }) => void) =>
    act(async () => {
      const last = waiting.pop();
      if (!last) throw new Error("Nobody asked where the phone is");
      how(last);
    });
  return {
    find: (latitude: number, longitude: number, accuracy: number) =>
      answer(({ found }) =>
        found({
          coords: { latitude, longitude, accuracy },
          timestamp: Date.parse(MEASURED.at),
        } as GeolocationPosition),
      ),
    fail: (code: number) =>
      answer(({ failed }) => failed({ code, PERMISSION_DENIED: 1 } as GeolocationPositionError)),
  };
}

function Placed({ first = null }: { first?: Value }) {
  const { Control, group, begin } = controls.position;
  const [input, setInput] = useState(() => begin(first, PLACE, reading));
  const read = parse(input, PLACE, reading);
  return (
    <FormField label="Place" group={group?.(PLACE)}>
      <Control field={PLACE} input={input} onInput={setInput} tools={tools} />
      <output>{JSON.stringify(read.problem?.code ?? read.value)}</output>
    </FormField>
  );
}

const held = () => JSON.parse(screen.getByRole("status").textContent ?? "");
const ask = () => fireEvent.click(screen.getByRole("button", { name: "Use my position" }));
const type = (label: string, value: string) =>
  fireEvent.input(screen.getByLabelText(label), { target: { value } });

describe("[DSG-19] a position", () => {
  it("is where the phone is, at a tap, with how accurate that is", async () => {
    const phone = receiver();
    render(<Placed />);

    ask();
    expect(screen.getByText("Finding where you are…")).toBeTruthy();
    await phone.find(59.32932349999, 18.06858081, 12.34);

    expect(held()).toEqual(MEASURED);
    expect(screen.getByText("Accurate to 12 m")).toBeTruthy();
    expect((screen.getByLabelText("Latitude") as HTMLInputElement).value).toBe("59,3293235");
  });

  it.each([
    [1, /does not let the app know where you are/],
    [2, /could not be found/],
    [3, /could not be found/],
  ])("that the phone does not tell, by code %i, is said and can be typed", async (code, sentence) => {
    const phone = receiver();
    render(<Placed />);

    ask();
    await phone.fail(code);

    expect(screen.getByText(sentence)).toBeTruthy();
    type("Latitude", "59,33");
    type("Longitude", "18.06");
    expect(held()).toEqual({ lat: 59.33, lon: 18.06 });
  });

  it("cannot be found by a phone without a receiver", async () => {
    vi.stubGlobal("navigator", { ...navigator, geolocation: undefined });
    render(<Placed />);

    await act(async () => {
      ask();
    });

    expect(screen.getByText(/could not be found/)).toBeTruthy();
  });

  it("that was typed over has no accuracy any more", () => {
    render(<Placed first={MEASURED} />);

    type("Latitude", "59");

    expect(held()).toEqual({ lat: 59, lon: 18.0685808 });
    expect(screen.queryByText(/Accurate/)).toBeNull();
  });

  it("is emptied", () => {
    render(<Placed first={MEASURED} />);

    fireEvent.click(screen.getByRole("button", { name: "Clear" }));

    expect(held()).toBeNull();
  });

  it.each([
    ["91", "18", "value-off-the-earth"],
    ["59", "-181", "value-off-the-earth"],
    ["59", "", "value-not-a-position"],
    ["north", "18", "value-not-a-position"],
    ["1e1", "18", "value-not-a-position"],
  ])("at %s, %s is refused", (lat, lon, code) => {
    render(<Placed />);

    type("Latitude", lat);
    type("Longitude", lon);

    expect(held()).toBe(code);
  });

  it("[APP-17] opens the map of the phone", () => {
    render(<DisplayedValue field={PLACE} value={MEASURED} tools={tools} />);

    const link = screen.getByRole("link", { name: /^59,32932; 18,06858 ±12\sm$/ });

    expect(link.getAttribute("href")).toBe(mapped(MEASURED));
    expect(mapped({ lat: 59.3293235, lon: -0.0000001 }, false)).toBe(
      "geo:59.3293235,-0.0000001?q=59.3293235,-0.0000001",
    );
    expect(mapped(MEASURED, true)).toBe("maps:?q=59.3293235,18.0685808");
  });
});
