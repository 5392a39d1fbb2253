import { signal } from "@preact/signals";
import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, describe, expect, it } from "vitest";
import type { FieldTools, PictureState } from "../../../frontend/fields/contract";
import { controls } from "../../../frontend/fields/controls";
import { DisplayedValue } from "../../../frontend/fields/registry";
import { FormField } from "../../../frontend/ui/form-field";
import { parse, valueTypes } from "../../../frontend/values/registry";
import type { FieldRule, FieldTypeId, Filled, Reading, Value } from "../../../frontend/values/types";

afterEach(cleanup);

const RECORD = "01900000-0000-7000-8000-000000000001";
const reading: Reading = {
  locale: "sv-SE",
  language: "en",
  timeZone: "UTC",
  resolve: () => "Hansa Foods AB",
};
const away: PictureState = { kind: "away" };
const tools: FieldTools = {
  reading,
  pictures: {
    show: () => signal(away),
    again: () => {},
    onItsWay: () => true,
    adopt: () => {},
    newId: () => RECORD,
  },
  pick: () => {},
};
const picture = {
  blob: RECORD,
  name: "photo.jpg",
  type: "image/jpeg",
  size: 10,
  sha256: "0".repeat(64),
} as const;
const choices = [{ id: "open", label: { en: "Open" }, colour: "blue" as const, retired: false }];

/** A value of each type, and what a person types for another one. */
const CASES: Readonly<
  Record<FieldTypeId, { value: Filled; more?: Partial<FieldRule>; typed?: string; gives?: Value }>
> = {
  text: { value: "Lunch", typed: "Dinner", gives: "Dinner" },
  multi_line: { value: "One\nTwo", typed: "One\nThree", gives: "One\nThree" },
  integer: { value: 12, typed: "13", gives: 13 },
  big_integer: { value: "9007199254740993", typed: "9 007 199 254 740 995", gives: "9007199254740995" },
  decimal: { value: "12.50", typed: "48,5", gives: "48.50" },
  money: {
    value: { amount: "12.50", currency: "SEK" },
    typed: "48,5",
    gives: { amount: "48.50", currency: "SEK" },
  },
  yes_no: { value: true },
  date: { value: "2026-11-21", typed: "2026-11-22", gives: "2026-11-22" },
  date_time: {
    value: "2026-11-21T18:08:00.000Z",
    typed: "2026-11-21T19:00",
    gives: "2026-11-21T19:00:00.000Z",
  },
  choice: { value: "open", more: { choices } },
  lookup: { value: RECORD, more: { target: "customer" } },
  phone: { value: "+46 70 123 45 67", typed: "+46 8 1", gives: "+46 8 1" },
  email: { value: "ana@example.com", typed: "bo@example.com", gives: "bo@example.com" },
  link: { value: "https://example.com/", typed: "satchel.example.com", gives: "https://satchel.example.com" },
  barcode: { value: "4006381333931", typed: "ABC-12", gives: "ABC-12" },
  auto_number: { value: "SO-000001" },
  image: { value: picture },
  file: { value: { ...picture, name: "manual.pdf", type: "application/pdf" } },
  signature: { value: { ...picture, name: "signature.png", type: "image/png" } },
  position: { value: { lat: 59.3293235, lon: -0.0000001, accuracy: 12.3, at: "2026-11-22T10:00:00.000Z" } },
};

const types = Object.keys(valueTypes) as FieldTypeId[];
const fieldOf = (type: FieldTypeId): FieldRule => ({
  id: "it",
  type,
  label: { en: "It" },
  ...CASES[type].more,
});

describe("the control of each field type", () => {
  it("is there for every type of the values' registry", () => {
    const had = Object.keys(controls).sort();

    expect(had).toEqual([...types].sort());
  });

  it.each(types)("of %s gives back the value that it began with", (type) => {
    const field = fieldOf(type);

    const begun = controls[type].begin(CASES[type].value, field, reading);

    expect(parse(begun, field, reading).value).toEqual(CASES[type].value);
  });

  it.each(types.filter((type) => CASES[type].typed !== undefined))(
    "[APP-08] of %s reads what is typed",
    (type) => {
      const field = fieldOf(type);
      const { value, typed, gives } = CASES[type];
      const given: unknown[] = [];
      const { Control, begin } = controls[type];
      render(
        <FormField label="It">
          <Control
            field={field}
            input={begin(value, field, reading)}
            onInput={(input) => given.push(input)}
            tools={tools}
          />
        </FormField>,
      );
      const control = screen.getByLabelText("It");

      const change = control instanceof HTMLSelectElement ? fireEvent.change : fireEvent.input;
      change(control, { target: { value: typed } });

      expect(parse(given.at(-1), field, reading).value).toEqual(gives);
    },
  );

  it("of a lookup shows the record's name and opens the search", () => {
    const asked: unknown[] = [];
    const { Control } = controls.lookup;
    render(
      <FormField label="Customer">
        <Control
          field={fieldOf("lookup")}
          input={RECORD}
          onInput={() => {}}
          tools={{ ...tools, pick: (field) => asked.push(field.target) }}
        />
      </FormField>,
    );

    fireEvent.click(screen.getByRole("button", { name: /Customer.*Hansa Foods AB/ }));

    expect(asked).toEqual(["customer"]);
  });

  it("[APP-14] of a photo takes it away again", () => {
    const given: unknown[] = [];
    const { Control } = controls.image;
    render(
      <Control
        field={fieldOf("image")}
        input={picture}
        onInput={(input) => given.push(input)}
        tools={tools}
      />,
    );

    fireEvent.click(screen.getByRole("button", { name: "Remove photo.jpg" }));

    expect(given).toEqual([null]);
  });
});

describe("[DSG-19] several pictures", () => {
  const two = [picture, { ...picture, blob: RECORD.replace(/1$/, "2"), name: "other.jpg" }];
  const field = { ...fieldOf("image"), several: true };

  it("stand beside each other in a form, and each goes by itself", () => {
    const given: unknown[] = [];
    const { Control } = controls.image;
    render(<Control field={field} input={two} onInput={(input) => given.push(input)} tools={tools} />);

    fireEvent.click(screen.getByRole("button", { name: "Remove photo.jpg" }));

    expect(parse(given.at(-1), field, reading).value).toEqual([two[1]]);
    expect(screen.getByRole("button", { name: "Choose photo" })).toBeTruthy();
  });

  it("are all shown on a page", () => {
    render(<DisplayedValue field={field} value={two} tools={tools} />);

    expect(screen.getAllByRole("button").map((button) => button.getAttribute("aria-label"))).toEqual([
      "Show photo.jpg large",
      "Show other.jpg large",
    ]);
  });
});

describe("a value on a page", () => {
  it("[APP-14] says that a photo is on its way", () => {
    render(<DisplayedValue field={fieldOf("image")} value={picture} tools={tools} />);

    expect(screen.getByText("Photo on its way")).toBeTruthy();
  });
});
