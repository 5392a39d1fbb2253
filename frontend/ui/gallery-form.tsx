/**
 * A form as an example: filled, empty, wrong, read-only.
 */
import { signal } from "@preact/signals";
import { AppBar } from "./app-bar";
import { AppFrame } from "./app-frame";
import { Button } from "./button";
import { Checkbox, Switch } from "./checkbox";
import { DateInput, DateTimeInput } from "./date-input";
import { FormField } from "./form-field";
import { NumberInput } from "./number-input";
import { Select } from "./select";
import { StateMark } from "./state";
import { TextArea, TextInput } from "./text-input";

const text = signal("Lunch with Nordbygg");
const amount = signal("48,50");
const day = signal("2026-11-21");
const moment = signal("2026-11-21T09:30");
const billable = signal(true);
const notes = signal("");
const ignore = () => {};

export function FormScreen() {
  const save = (
    <Button kind="primary" onPress={ignore}>
      Save
    </Button>
  );
  return (
    <AppFrame column>
      <AppBar title="New expense" back="?part=list" backWord="Cancel" right={save} />
      <div class="ui-form">
        <FormField label="Category" required>
          <Select
            value="travel"
            onInput={ignore}
            options={[
              { value: "travel", label: "Travel" },
              { value: "meal", label: "Meal" },
            ]}
          />
        </FormField>
        <div class="ui-form-pair">
          <FormField label="Amount" required>
            <NumberInput
              value={amount}
              onInput={(typed) => {
                amount.value = typed;
              }}
            />
          </FormField>
          <FormField label="Currency">
            <Select
              value="EUR"
              onInput={ignore}
              options={[
                { value: "EUR", label: "EUR" },
                { value: "SEK", label: "SEK" },
              ]}
            />
          </FormField>
        </div>
        <FormField
          label="Description"
          help="What it was for, in a few words."
          aside={<StateMark state="waiting" word="On this phone" />}
        >
          <TextInput
            value={text}
            onInput={(typed) => {
              text.value = typed;
            }}
          />
        </FormField>
        <div class="ui-form-pair">
          <FormField label="Date" error="Choose a day in November.">
            <DateInput
              value={day}
              onInput={(typed) => {
                day.value = typed;
              }}
            />
          </FormField>
          <FormField label="Distance" help="There and back.">
            <NumberInput value="" onInput={ignore} unit="km" whole />
          </FormField>
        </div>
        <FormField label="Returned">
          <DateTimeInput
            value={moment}
            onInput={(typed) => {
              moment.value = typed;
            }}
          />
        </FormField>
        <FormField
          label="Rechtsschutzversicherungsgesellschaft (Zahlungsempfängerin)"
          error="Office refused: this supplier is blocked since 4 November 2026."
        >
          <TextInput value="Bundesausbildungsförderungsgesetz AG" onInput={ignore} />
        </FormField>
        <FormField label="Employee">
          <TextInput value="Ana Lindqvist" onInput={ignore} readOnly />
        </FormField>
        <FormField label="Notes">
          <TextArea
            value={notes}
            onInput={(typed) => {
              notes.value = typed;
            }}
          />
        </FormField>
        <FormField label="Shared with" group help="They see it after you submit.">
          <div>
            <Checkbox label="My team" checked onChange={ignore} />
            <Checkbox
              label="Finance"
              checked={false}
              onChange={ignore}
              help="Always sees submitted reports."
            />
          </div>
        </FormField>
        <Switch
          label="Bill to the customer"
          checked={billable}
          onChange={(on) => {
            billable.value = on;
          }}
          help="Adds it to the next invoice."
        />
        <Switch label="Private card" checked={false} onChange={ignore} />
      </div>
    </AppFrame>
  );
}
