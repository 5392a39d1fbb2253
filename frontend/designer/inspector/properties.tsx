/**
 * The properties of a panel: each reads one key of the node, writes it by a command, and shows what is wrong there.
 */
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { iconNamed } from "../../fields/icon-named";
import { t } from "../../shared/messages";
import { Switch } from "../../ui/checkbox";
import { FormField } from "../../ui/form-field";
import { Icon } from "../../ui/icon";
import { WORKSPACE_ICONS } from "../../ui/icon-names";
import { NumberInput } from "../../ui/number-input";
import { Select, type SelectOption } from "../../ui/select";
import { TextInput } from "../../ui/text-input";
import { type Texts, WRITTEN } from "../words";
import { typeInto, typeText, useTarget, write, wrongWith } from "./target";
import { useTextLimit } from "./text-limit";

interface PropertyProps {
  readonly of: string;
  readonly label: string;
  readonly help?: string;
}

interface TextsPropertyProps extends PropertyProps {
  readonly value: Texts | null;
  /** Sentences: the languages stand under each other. */
  readonly long?: boolean;
}

/** A text in the languages that workspaces are written in, side by side. */
export function TextsProperty({ of, label, help, value, long }: TextsPropertyProps) {
  const target = useTarget();
  const limit = useTextLimit(of, (code, words) => typeText(target, of, code, words));
  return (
    <FormField label={label} help={help} error={limit.wrong ?? wrongWith(target, of)} group>
      <div class={long ? "d-languages d-languages-long" : "d-languages"}>
        {WRITTEN.map((code) => (
          <label key={code} class="d-language">
            <span aria-hidden="true">{code.toUpperCase()}</span>
            <span class="ui-hidden">{`${label}, ${code}`}</span>
            <input
              class="ui-control"
              lang={code}
              dir="auto"
              value={limit.shown(code, value?.[code] ?? "")}
              onInput={(event) => limit.type(code, event.currentTarget.value)}
              onBlur={() => {
                limit.leave();
                target.editor.store.seal();
              }}
            />
          </label>
        ))}
      </div>
    </FormField>
  );
}

interface SwitchPropertyProps extends PropertyProps {
  readonly value: boolean;
  readonly readOnly?: boolean;
}

export function SwitchProperty({ of, label, help, value, readOnly }: SwitchPropertyProps) {
  const target = useTarget();
  const wrong = wrongWith(target, of);
  return (
    <div>
      <Switch
        label={label}
        help={help}
        checked={value}
        disabled={readOnly}
        onChange={(on) => write(target, of, on)}
      />
      {wrong && <Wrong>{wrong}</Wrong>}
    </div>
  );
}

interface SelectPropertyProps extends PropertyProps {
  readonly value: string | null;
  readonly options: readonly SelectOption[];
  /** With it the choice may be taken back. */
  readonly none?: string;
  readonly readOnly?: boolean;
  /** In place of writing the key. */
  readonly onChange?: (value: string | null) => void;
}

export function SelectProperty({
  of,
  label,
  help,
  value,
  options,
  none,
  readOnly,
  onChange,
}: SelectPropertyProps) {
  const target = useTarget();
  const change = onChange ?? ((chosen: string | null) => write(target, of, chosen));
  // A value that is no option any more is shown, not silently replaced by the first one.
  const known = value === null || options.some((option) => option.value === value);
  return (
    <FormField label={label} help={help} error={wrongWith(target, of)}>
      <Select
        value={value ?? ""}
        deliberate
        onInput={(chosen) => change(chosen === "" ? null : chosen)}
        options={known ? options : [{ value: value ?? "", label: value ?? "" }, ...options]}
        {...(none !== undefined && { emptyLabel: none })}
        {...(readOnly && { readOnly })}
      />
    </FormField>
  );
}

export function WordProperty({ of, label, help, value }: PropertyProps & { readonly value: string | null }) {
  const target = useTarget();
  return (
    <FormField label={label} help={help} error={wrongWith(target, of)}>
      <TextInput
        value={value ?? ""}
        onInput={(words) => typeInto(target, of, words === "" ? null : words)}
        onLeave={() => target.editor.store.seal()}
      />
    </FormField>
  );
}

interface NumberPropertyProps extends PropertyProps {
  readonly value: number | null;
  readonly min: number;
  readonly max: number;
}

/** A whole number; what is no number, or outside its range, is said and not written. */
export function NumberProperty({ of, label, help, value, min, max }: NumberPropertyProps) {
  const target = useTarget();
  const [typed, setTyped] = useState<string | null>(null);
  const fits = (text: string) => /^\d+$/.test(text) && Number(text) >= min && Number(text) <= max;
  const wrong = typed !== null && typed !== "" && !fits(typed);
  return (
    <FormField
      label={label}
      help={help}
      error={wrong ? t("designer.number_between", { min, max }) : wrongWith(target, of)}
    >
      <NumberInput
        whole
        value={typed ?? value?.toString() ?? ""}
        onInput={(text) => {
          setTyped(text);
          if (text === "" || fits(text)) typeInto(target, of, text === "" ? null : Number(text));
        }}
        onLeave={() => {
          setTyped(null);
          target.editor.store.seal();
        }}
      />
    </FormField>
  );
}

export function IconProperty({ of, label, value }: PropertyProps & { readonly value: string | null }) {
  const target = useTarget();
  return (
    <FormField label={label} group error={wrongWith(target, of)}>
      <IconPicker label={label} value={value} onPick={(icon) => write(target, of, icon)} />
    </FormField>
  );
}

interface IconPickerProps {
  readonly label: string;
  readonly value: string | null;
  readonly onPick: (icon: string) => void;
}

/** A grid of icons, one of them chosen; native radio inputs give it its keys. */
export function IconPicker({ label, value, onPick }: IconPickerProps) {
  const own = value && !(WORKSPACE_ICONS as readonly string[]).includes(value) ? [value] : [];
  return (
    <div class="d-icons" role="radiogroup" aria-label={label}>
      {[...own, ...WORKSPACE_ICONS].map((icon) => (
        <label key={icon} class="d-icon-choice" title={icon}>
          <input
            class="ui-hidden"
            type="radio"
            name={`icon ${label}`}
            checked={icon === value}
            aria-label={icon}
            onChange={() => onPick(icon)}
          />
          <Icon name={iconNamed(icon, "circle")} />
        </label>
      ))}
    </div>
  );
}

interface WrongProps {
  /** Read out at once: it came of what was just pressed. */
  readonly alert?: boolean;
  readonly children: ComponentChildren;
}

export function Wrong({ alert = false, children }: WrongProps) {
  return (
    <p class="ui-field-error" {...(alert && { role: "alert" as const })}>
      <Icon name="circle-alert" />
      <span>{children}</span>
    </p>
  );
}

/** What is needed seldom, behind one word; open while something in it is wrong. */
export function More({ children }: { readonly children: ComponentChildren }) {
  const element = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (element.current?.querySelector(".ui-field-error:not(:empty)")) element.current.open = true;
  });
  return (
    <details ref={element} class="d-more">
      <summary>{t("designer.more")}</summary>
      <div class="d-form">{children}</div>
    </details>
  );
}
