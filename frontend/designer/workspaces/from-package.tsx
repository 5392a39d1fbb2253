/**
 * A new workspace from a ready-made package: one press brings it in and publishes it.
 */
import { useEffect, useState } from "preact/hooks";
import { accentNamed } from "../../fields/accent";
import { iconNamed } from "../../fields/icon-named";
import type { PackageSummary } from "../../protocol";
import type { Client } from "../../rest/client";
import { bringInPackage, listPackages } from "../../rest/designs";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { EmptyState } from "../../ui/empty-state";
import { SkeletonRows } from "../../ui/skeleton";
import { AccentIcon } from "../../ui/tile";
import { Wrong } from "../inspector/properties";
import { errorWords } from "../problem-words";
import { said } from "../words";

interface FromPackageProps {
  readonly client: Client;
  readonly onMade: (workspace: string) => void;
}

export function FromPackage({ client, onMade }: FromPackageProps) {
  const [found, setFound] = useState<readonly PackageSummary[] | null>(null);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  useEffect(() => {
    listPackages(client).then(setFound, (error) => setWrong(errorWords(error)));
  }, [client]);
  const bringIn = async (id: string) => {
    setBusy(true);
    setWrong(null);
    try {
      await bringInPackage(client, id);
      onMade(id);
    } catch (error) {
      setWrong(errorWords(error));
      setBusy(false);
    }
  };
  return (
    <>
      {!found && !wrong && <SkeletonRows count={2} />}
      {found?.length === 0 && <EmptyState icon="boxes">{t("designer.package.none")}</EmptyState>}
      <ul class="d-packages">
        {(found ?? []).map(({ id, title, description, icon, accent, here }) => (
          <li key={id} class="d-package">
            <AccentIcon icon={iconNamed(icon, "layout-grid")} accent={accentNamed(accent)} />
            <span class="d-workspace-words">
              <strong>{said(title) || id}</strong>
              <span class="ui-quiet ui-small">{said(description)}</span>
            </span>
            {here ? (
              <span class="ui-quiet ui-small">{t("designer.package.here")}</span>
            ) : (
              <Button disabled={busy} onPress={() => void bringIn(id)}>
                {t("designer.package.bring_in", { name: said(title) || id })}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {wrong && <Wrong alert>{wrong}</Wrong>}
    </>
  );
}
