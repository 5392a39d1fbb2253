/**
 * What this browser can do in the background, and when what waits is sent.
 */
import { useEffect, useState } from "preact/hooks";
import { t } from "../../shared/messages";
import { List } from "../../ui/list";
import { ListRow } from "../../ui/list-row";
import { SectionHeader } from "../../ui/section-header";
import { useApp } from "../app-context";
import { ABILITIES, type Abilities } from "../ports";

export function Background() {
  const { device } = useApp().ports;
  const [able, setAble] = useState<Abilities | null>(null);
  useEffect(() => {
    let gone = false;
    device
      .abilities()
      .then((found) => !gone && setAble(found))
      .catch(() => undefined);
    return () => {
      gone = true;
    };
  }, [device]);
  if (!able) return null;
  return (
    <section aria-labelledby="status-background">
      <SectionHeader id="status-background" title={t("mobile.device.background")} />
      <List labelledBy="status-background">
        {ABILITIES.map((name) => (
          <ListRow
            key={name}
            title={t(`mobile.device.able.${name}`)}
            figure={t(`mobile.device.able_${able[name]}`)}
          />
        ))}
      </List>
      <p class="app-note">
        {t(able.sync === "available" ? "mobile.device.sends_woken" : "mobile.device.sends_opened")}
      </p>
    </section>
  );
}
