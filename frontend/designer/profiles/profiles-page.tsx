/**
 * Offline profiles: which there are, and the one that is open.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Model, ProfileSummary, RoleSummary } from "../../protocol";
import type { Client } from "../../rest/client";
import { listRoles, readModel } from "../../rest/designs";
import { listProfiles, readProfile, writeProfile } from "../../rest/profiles";
import { language, t } from "../../shared/messages";
import { Button, IconButton } from "../../ui/button";
import { EmptyState } from "../../ui/empty-state";
import { SkeletonRows } from "../../ui/skeleton";
import { slugOf } from "../ids";
import { errorWords } from "../problem-words";
import { said } from "../words";
import { ProfileView } from "./profile-view";
import "./profiles.css";

interface ProfilesPageProps {
  readonly client: Client;
  readonly onLeave: () => void;
}

/** Names that mean something else at the server. */
const RESERVED = ["several", "none", "assignments", "preview"];

export interface Known {
  readonly model: Model;
  readonly roles: readonly RoleSummary[];
}

export function ProfilesPage({ client, onLeave }: ProfilesPageProps) {
  const [profiles, setProfiles] = useState<readonly ProfileSummary[] | null>(null);
  const [known, setKnown] = useState<Known | null>(null);
  const [open, setOpen] = useState<string | null>(null);
  const [made, setMade] = useState<string | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const load = async () => {
    try {
      const [found, model, roles] = await Promise.all([
        listProfiles(client),
        readModel(client),
        listRoles(client),
      ]);
      setProfiles(found);
      setKnown({ model, roles });
      setOpen((now) => now ?? found[0]?.id ?? null);
      setWrong(null);
    } catch (error) {
      setWrong(errorWords(error));
    }
  };
  useEffect(() => void load(), [client]);
  const making = useRef(false);
  const make = async () => {
    if (making.current) return;
    making.current = true;
    const label = t("designer.profiles.new_name");
    const taken = new Set([...RESERVED, ...(profiles ?? []).map((one) => one.id)]);
    const id = slugOf(label, (one) => taken.has(one), "profile");
    try {
      await writeProfile(
        client,
        { id, version: 0, label: { [language.peek()]: label }, keepDays: 7, entities: [] },
        0,
      );
      setOpen(id);
      setMade(id);
      await load();
    } catch (error) {
      setWrong(errorWords(error));
    } finally {
      making.current = false;
    }
  };
  return (
    <main class="d-home d-profiles">
      <header class="d-home-head">
        <IconButton icon="arrow-left" label={t("designer.all_workspaces")} onPress={onLeave} />
        <h1>{t("designer.profiles")}</h1>
        <div class="d-home-tools">
          <Button kind="primary" icon="plus" disabled={!profiles} onPress={() => void make()}>
            {t("designer.profiles.new")}
          </Button>
        </div>
      </header>
      <p class="ui-quiet">{t("designer.profiles.what")}</p>
      {wrong && (
        <EmptyState
          icon="cloud-off"
          action={<Button onPress={() => void load()}>{t("designer.try_again")}</Button>}
        >
          {wrong}
        </EmptyState>
      )}
      {!profiles && !wrong && <SkeletonRows count={4} />}
      {profiles && known && (
        <div class="d-profiles-panes">
          <ul>
            {profiles.map((profile) => (
              <li key={profile.id}>
                <button
                  type="button"
                  aria-current={profile.id === open ? "true" : undefined}
                  onClick={() => setOpen(profile.id)}
                >
                  <span>{said(profile.label) || profile.id}</span>
                  <span class="ui-quiet ui-small">{givenTo(profile)}</span>
                </button>
              </li>
            ))}
          </ul>
          {open && (
            <ProfileView
              key={open}
              client={client}
              known={known}
              fresh={open === made}
              read={() => readProfile(client, open)}
              onChanged={() => void listProfiles(client).then(setProfiles, () => {})}
            />
          )}
        </div>
      )}
    </main>
  );
}

function givenTo({ assignments }: ProfileSummary): string {
  if (assignments.some(({ kind }) => kind === "everyone")) return t("designer.profiles.everyone");
  const names = assignments.map(({ name, target }) => name ?? target ?? "");
  return names.length > 0 ? names.join(", ") : t("designer.profiles.nobody");
}
