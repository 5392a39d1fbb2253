/**
 * Sharing one record: with whom it is shared, and what each may do to it. It goes out when the change is sent.
 *
 * What somebody may do now is where a choice for him begins, so that nothing is taken from him unsaid; where it is
 * not known, that is said.
 */
import { useState } from "preact/hooks";
import { useBlocks } from "../../blocks/context";
import { PartyPicker } from "../../blocks/form/party-picker";
import type { LocalRecord } from "../../local/record";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { Checkbox } from "../../ui/checkbox";
import { FormField } from "../../ui/form-field";
import { Icon } from "../../ui/icon";
import { Sheet } from "../../ui/sheet";
import { useApp } from "../app-context";
import { intentWords } from "./intent-words";
import { type KnownShare, type May, OPERATIONS } from "./known-shares";
import { refusalOf } from "./permits";
import { mayWords, ShareList } from "./share-list";
import { useShares } from "./shares-listing";
import "../../fields/fields.css";

interface ShareSheetProps {
  readonly record: LocalRecord;
  readonly onClose: () => void;
}

export function ShareSheet({ record, onClose }: ShareSheetProps) {
  const app = useApp();
  const { reading } = useBlocks();
  const { replica } = app.core;
  const listing = useShares(record);
  const [party, setParty] = useState<string | null>(null);
  const [chosen, setChosen] = useState<readonly May[] | null>(null);
  const [picking, setPicking] = useState(false);
  const [missing, setMissing] = useState(false);
  const name = party === null ? "" : nameOf(party);
  const known = listing.shares.find((share) => share.with === party);
  const ends = known?.may.length === 0;
  const had = ends ? known.still : known?.may;
  const refusals = new Map(
    OPERATIONS.map((one) => [one, one === "read" ? null : refusalOf(replica, one, record)]),
  );
  // What he may not do himself he cannot give: of what somebody has, that part would end.
  const beyond = had?.filter((one) => refusals.get(one)) ?? [];
  const given = had && had.length > 0 ? had.filter((one) => !refusals.get(one)) : DEFAULT;
  const may = chosen ?? given;
  const fixed = known !== undefined && isFixed(known);

  function nameOf(whom: string): string {
    const { resolve } = reading;
    return resolve?.("person", whom) ?? resolve?.("team", whom) ?? t("mobile.keep.share_unnamed");
  }

  /** Rights that he does not have himself are taken by who gave them and by whose the record is. */
  function isFixed(share: KnownShare): boolean {
    const { owner } = record.values;
    const teams = replica.standing.value?.circle.teams ?? [];
    const his = owner === replica.person || teams.some((team) => team === owner);
    const given = share.by === null || share.by === replica.person;
    return !his && !given && share.may.some((one) => refusals.get(one));
  }

  function begin(whom: string): void {
    setParty(whom);
    setChosen(null);
  }

  function set(operation: May, on: boolean): void {
    // Who may do anything to a record may read it.
    if (operation === "read" && !on) setChosen([]);
    else
      setChosen(on ? [...new Set<May>(["read", ...may, operation])] : may.filter((one) => one !== operation));
  }

  async function give(whom: string, what: readonly May[]): Promise<void> {
    const named = { name: nameOf(whom) };
    const words =
      what.length > 0
        ? intentWords("mobile.keep.shared", "mobile.keep.share_sent", named)
        : intentWords("mobile.keep.unshared", "mobile.keep.unshare_sent", named);
    await app.savings.share(record.entity, record.id, whom, [...what], words);
  }

  async function share(): Promise<void> {
    if (party === null) {
      setMissing(true);
      return;
    }
    onClose();
    if (known && !ends && chosen === null) return;
    await give(
      party,
      OPERATIONS.filter((one) => may.includes(one)),
    );
  }

  const deed = known && !ends ? "mobile.keep.share_change_deed" : "mobile.keep.share_deed";
  const actions = (
    <>
      <Button onPress={onClose}>{t("ui.cancel")}</Button>
      <Button kind={may.length > 0 ? "primary" : "danger"} disabled={fixed} onPress={() => void share()}>
        {t(may.length > 0 ? deed : "mobile.keep.unshare_deed")}
      </Button>
    </>
  );
  return (
    <>
      <Sheet open title={t("mobile.keep.share_title")} onClose={onClose} actions={actions}>
        <div class="app-sheet-form">
          <ShareList
            listing={listing}
            nameOf={nameOf}
            isFixed={isFixed}
            onChange={({ with: whom }) => begin(whom)}
            onStop={({ with: whom }) => {
              if (whom === party) setParty(null);
              void give(whom, []);
            }}
          />
          <FormField
            label={t("mobile.keep.share_with")}
            required
            group
            error={missing && party === null ? t("problem.value-required") : undefined}
          >
            <button
              class="ui-control field-lookup-button"
              type="button"
              aria-haspopup="dialog"
              aria-label={t("mobile.keep.share_whom", { name: name || t("mobile.form.choose") })}
              onClick={() => setPicking(true)}
            >
              <span class={name ? undefined : "ui-quiet"} dir="auto">
                {name || t("mobile.form.choose")}
              </span>
              <Icon name="chevron-right" />
            </button>
          </FormField>
          <FormField label={t("mobile.keep.share_may")} group>
            {OPERATIONS.map((operation) => (
              <Checkbox
                key={operation}
                label={t(`mobile.keep.may.${operation}`)}
                help={refusals.get(operation) ? t("mobile.keep.share_not_yours") : undefined}
                disabled={Boolean(refusals.get(operation))}
                checked={may.includes(operation)}
                onChange={(on) => set(operation, on)}
              />
            ))}
          </FormField>
          {party !== null && listing.state !== "told" && !known && (
            <p class="ui-small" role="status">
              <Icon name="triangle-alert" /> {t("mobile.keep.share_replaces", { name })}
            </p>
          )}
          {beyond.length > 0 && (
            <p class="ui-small" role="status">
              <Icon name="triangle-alert" />{" "}
              {fixed
                ? t("mobile.keep.share_fixed")
                : t("mobile.keep.share_beyond", { name, may: mayWords(beyond) })}
            </p>
          )}
          <p class="ui-quiet ui-small">
            {t(may.length > 0 ? "mobile.keep.share_when" : "mobile.keep.unshare_when")}
          </p>
        </div>
      </Sheet>
      {picking && (
        <PartyPicker
          title={t("mobile.keep.share_title")}
          onClose={() => setPicking(false)}
          onPick={({ id }) => {
            setPicking(false);
            begin(id);
          }}
        />
      )}
    </>
  );
}

const DEFAULT: readonly May[] = ["read"];
