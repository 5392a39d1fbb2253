/**
 * The way onto a phone: the code of the app's address, if the installation has one that phones can reach.
 *
 * The picture is asked for at once; where there is none, there is no button.
 */
import { useState } from "preact/hooks";
import { t } from "../shared/messages";
import { IconButton } from "../ui/button";
import { Sheet } from "../ui/sheet";

const CODE = "/qr.svg";

export function PhoneAddress() {
  const [there, setThere] = useState(false);
  const [open, setOpen] = useState(false);
  return (
    <>
      <img src={CODE} alt="" hidden onLoad={() => setThere(true)} />
      {there && <IconButton icon="qr-code" label={t("designer.on_phone")} onPress={() => setOpen(true)} />}
      {open && (
        <Sheet open title={t("designer.on_phone")} onClose={() => setOpen(false)}>
          <div class="d-code">
            <img src={CODE} alt={t("designer.on_phone_code")} />
            <p class="ui-quiet">{t("designer.on_phone_help")}</p>
          </div>
        </Sheet>
      )}
    </>
  );
}
