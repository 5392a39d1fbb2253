/**
 * The ways from the designer to the app: on this computer, and on phones by the code of the app's address.
 *
 * Only the installation knows an address that phones can reach; where it has none, it is said what it takes.
 */
import { useState } from "preact/hooks";
import { t } from "../shared/messages";
import { Button } from "../ui/button";
import { Sheet } from "../ui/sheet";

const CODE = "/qr.svg";
const APP = "/app/";

export function OpenAppSheet({ onClose }: { readonly onClose: () => void }) {
  const [reachable, setReachable] = useState<boolean | null>(null);
  return (
    <Sheet open title={t("designer.open_app")} onClose={onClose}>
      <div class="d-code">
        <Button kind="primary" icon="monitor" href={APP}>
          {t("designer.open_here")}
        </Button>
        {reachable === false ? (
          <p class="ui-quiet">{t("designer.on_phone_needs")}</p>
        ) : (
          <>
            <img
              src={CODE}
              alt={t("designer.on_phone_code")}
              onLoad={() => setReachable(true)}
              onError={() => setReachable(false)}
            />
            <p class="ui-quiet">{t("designer.on_phone_help")}</p>
            {!isThisDevice(location.hostname) && <code>{`${location.origin}${APP}`}</code>}
          </>
        )}
      </div>
    </Sheet>
  );
}

/** Whether a host means the very device that asks. */
function isThisDevice(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost") || host.startsWith("127.") || host === "[::1]";
}
