/**
 * One offline profile: its name, what it takes along of each entity, to whom it is given, and its publication.
 *
 * Every change is written at once, on top of the one before; what somebody else wrote meanwhile is read anew and the
 * change has to be made again.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Profile, ProfileDesign } from "../../protocol";
import type { Client } from "../../rest/client";
import { ProblemError } from "../../rest/errors";
import { giveProfile, type ProfileTarget, publishProfile, writeProfile } from "../../rest/profiles";
import { language, t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { FormField } from "../../ui/form-field";
import { SkeletonRows } from "../../ui/skeleton";
import { TextInput } from "../../ui/text-input";
import { Wrong } from "../inspector/properties";
import { errorWords, problemWords } from "../problem-words";
import { said } from "../words";
import { Audience } from "./audience";
import { Parts } from "./parts";
import type { Known } from "./profiles-page";

interface ProfileViewProps {
  readonly client: Client;
  readonly known: Known;
  /** It has just been made: the focus goes to its name. */
  readonly fresh: boolean;
  /** @throws ProblemError, Unreachable */
  readonly read: () => Promise<ProfileDesign>;
  readonly onChanged: () => void;
}

export function ProfileView({ client, known, fresh, read, onChanged }: ProfileViewProps) {
  const [design, setDesign] = useState<ProfileDesign | null>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const [words, setWords] = useState("");
  const [wrong, setWrong] = useState<string | null>(null);
  const section = useRef<HTMLElement>(null);
  const last = useRef<Promise<ProfileDesign | null>>(Promise.resolve(null));
  useEffect(() => {
    read().then(setDesign, (error) => setWrong(errorWords(error)));
  }, []);
  const there = design !== null;
  useEffect(() => {
    if (!there || !fresh) return;
    const name = section.current?.querySelector("input");
    name?.focus();
    name?.select();
  }, [there, fresh]);
  if (!design) return wrong ? <Wrong alert>{wrong}</Wrong> : <SkeletonRows count={6} />;

  /** One after the other: each stands on what the one before has made. */
  const run = (change: (now: ProfileDesign) => Promise<ProfileDesign>, done = "") => {
    last.current = last.current.then(async (before) => {
      try {
        const next = await change(before ?? design);
        setDesign(next);
        setWrong(null);
        setWords(done);
        onChanged();
        return next;
      } catch (error) {
        setWrong(errorWords(error));
        const moved = error instanceof ProblemError && error.problem.code === "design-moved";
        const fresh = moved ? await read().catch(() => null) : null;
        if (fresh) setDesign(fresh);
        return fresh ?? before;
      }
    });
  };
  const write = (edit: (profile: Profile) => Profile) =>
    run((now) => writeProfile(client, edit(now.profile), now.revision), t("designer.profiles.saved"));
  const { profile } = design;
  const rename = () => {
    const name = typed?.trim();
    setTyped(null);
    if (!name || name === said(profile.label)) return;
    write((now) => ({ ...now, label: { ...now.label, [language.peek()]: name } }));
  };
  return (
    <section ref={section} class="d-profile d-form" aria-label={said(profile.label) || profile.id}>
      <div class="d-profile-head">
        <FormField label={t("designer.name")}>
          <TextInput value={typed ?? said(profile.label)} onInput={setTyped} onLeave={rename} />
        </FormField>
        <Button
          kind="primary"
          icon="rocket"
          disabled={!design.changed}
          onPress={() =>
            run(
              (now) => publishProfile(client, profile.id, now.revision, {}),
              t("designer.profiles.published"),
            )
          }
        >
          {t("designer.publish")}
        </Button>
      </div>
      {wrong && <Wrong alert>{wrong}</Wrong>}
      <p class="ui-quiet ui-small" role="status">
        {words || (design.changed ? t("designer.profiles.unpublished") : t("designer.profiles.current"))}
      </p>
      {design.findings.map(({ problem, path }) => (
        <Wrong key={path.join("/") + problem.code}>{problemWords(problem)}</Wrong>
      ))}
      <Parts profile={profile} model={known.model} onEdit={write} />
      <Audience
        assignments={design.assignments}
        roles={known.roles}
        onGive={(to: readonly ProfileTarget[]) => run(() => giveProfile(client, profile.id, to))}
      />
    </section>
  );
}
