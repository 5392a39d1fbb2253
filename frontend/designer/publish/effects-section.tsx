/**
 * What publishing will do to records and phones, while it is counted and after.
 */
import { useEffect, useState } from "preact/hooks";
import type { Effect, Publication, UnfitValues } from "../../protocol";
import { readEffects, readUnfit } from "../../rest/effects";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import type { Editor } from "../editor";
import { errorWords } from "../problem-words";
import { said } from "../words";
import { type Counted, countEffects, effectWords, keyOf, NOTHING_COUNTED, phoneWords } from "./effects";

const SAVED_WITHIN = 15_000;

interface EffectsSectionProps {
  readonly editor: Editor;
  /** The roles that are to see the workspace, with how many hold them. */
  readonly roles: readonly AskedRole[];
  readonly urgency: NonNullable<Publication["urgency"]>;
}

interface AskedRole {
  readonly id: string;
  readonly label: Readonly<Record<string, string>>;
  readonly people: number;
}

export function EffectsSection({ editor, roles, urgency }: EffectsSectionProps) {
  const [counted, setCounted] = useState<Counted>(NOTHING_COUNTED);
  useEffect(() => {
    const ended = new AbortController();
    const read = async (after: string | null) => {
      await editor.store.settled(AbortSignal.timeout(SAVED_WITHIN));
      return readEffects(editor.client, editor.id, after);
    };
    void countEffects(read, setCounted, ended.signal);
    return () => ended.abort();
  }, [editor]);
  const { effects, phones, state, done, total } = counted;
  const { model } = editor.whole.value;
  const before = editor.published.value.model;
  const others = (phones?.others ?? []).filter(({ id }) => !roles.some((one) => one.id === id));
  const asked = [...roles, ...others].map(({ id, label, people }) => ({ label: said(label) || id, people }));
  return (
    <section class="d-effects" aria-label={t("designer.effects")}>
      <h3>{t("designer.effects")}</h3>
      <ul aria-live="polite" aria-busy={state === "counting"}>
        {effects.map((effect) => (
          <EffectLine key={keyOf(effect)} editor={editor} effect={effect}>
            {effectWords(effect, model, before)}
          </EffectLine>
        ))}
        {phones &&
          phoneWords(phones, asked, urgency, model).map((words) => (
            <li key={words} class="d-effect">
              <Icon name="smartphone" />
              <span>{words}</span>
            </li>
          ))}
      </ul>
      {state === "counting" && (
        <p class="ui-quiet" role="status">
          <progress max={Math.max(total, 1)} value={done} aria-hidden="true" />{" "}
          {t("designer.effects_counting")}
        </p>
      )}
      {state === "failed" && (
        <p class="ui-quiet" role="status">
          {t("designer.effects_failed")}
        </p>
      )}
    </section>
  );
}

interface EffectLineProps {
  readonly editor: Editor;
  readonly effect: Effect;
  readonly children: string;
}

function EffectLine({ editor, effect, children }: EffectLineProps) {
  const { kind, entity, field, unfit } = effect;
  const grave = unfit > 0;
  return (
    <li class={`d-effect${grave ? " d-effect-grave" : ""}`}>
      <Icon name={grave ? "circle-alert" : "database"} />
      <div>
        {children}
        {kind === "convert" && grave && field !== null && (
          <Unfit read={() => readUnfit(editor.client, editor.id, entity, field)} />
        )}
      </div>
    </li>
  );
}

function Unfit({ read }: { readonly read: () => Promise<UnfitValues> }) {
  const [shown, setShown] = useState<UnfitValues["values"] | string | null>(null);
  const show = () =>
    read().then(
      ({ values }) => setShown(values),
      (error) => setShown(errorWords(error)),
    );
  if (shown === null) return <Button onPress={() => void show()}>{t("designer.effect.show_unfit")}</Button>;
  if (typeof shown === "string") return <p class="ui-quiet">{shown}</p>;
  if (shown.length === 0) return <p class="ui-quiet">{t("designer.effect.none_yours")}</p>;
  return (
    <ul class="d-unfit">
      {shown.map(({ id, title, value }) => (
        <li key={id}>
          <bdi>{title || t("designer.effect.unnamed")}</bdi> <q dir="auto">{value}</q>
        </li>
      ))}
    </ul>
  );
}
