/**
 * With whom a record is shared and what each of them may; one tap changes it, another ends it.
 */
import { formatDateTime } from "../../shared/formats";
import { t } from "../../shared/messages";
import { IconButton } from "../../ui/button";
import { List } from "../../ui/list";
import { ListRow } from "../../ui/list-row";
import { StateMark } from "../../ui/state";
import type { KnownShare, May } from "./known-shares";
import type { SharesListing } from "./shares-listing";

interface ShareListProps {
  readonly listing: SharesListing;
  readonly nameOf: (party: string) => string;
  /** Neither changed nor ended by this user. */
  readonly isFixed: (share: KnownShare) => boolean;
  readonly onChange: (share: KnownShare) => void;
  readonly onStop: (share: KnownShare) => void;
}

export function ShareList({ listing, nameOf, isFixed, onChange, onStop }: ShareListProps) {
  const { shares } = listing;
  const note = noteOf(listing);
  return (
    <section class="app-shares" aria-label={t("mobile.keep.share_list")}>
      <h3 class="ui-small ui-quiet">{t("mobile.keep.share_list")}</h3>
      {shares.length > 0 && (
        <List label={t("mobile.keep.share_list")} boxed>
          {shares.map((share) => (
            <div key={share.with} class="app-share">
              <ListRow
                title={<span dir="auto">{nameOf(share.with)}</span>}
                note={
                  <>
                    {share.may.length > 0 ? mayWords(share.may) : t("mobile.keep.share_ending")}
                    {isFixed(share) && <span class="app-share-fixed">{t("mobile.keep.share_fixed")}</span>}
                  </>
                }
                state={share.waits && <StateMark state="waiting" word={t("mobile.keep.share_waits")} />}
                {...(!isFixed(share) && { onSelect: () => onChange(share) })}
              />
              {share.may.length > 0 && !isFixed(share) && (
                <IconButton
                  icon="x"
                  label={t("mobile.keep.share_stop", { name: nameOf(share.with) })}
                  onPress={() => onStop(share)}
                />
              )}
            </div>
          ))}
        </List>
      )}
      <p class="ui-small ui-quiet" role="status">
        {note}
      </p>
    </section>
  );
}

export function mayWords(may: readonly May[]): string {
  return may.map((one) => t(`mobile.keep.can.${one}`)).join(", ");
}

function noteOf({ state, at, shares }: SharesListing): string {
  switch (state) {
    case "asking":
      return t("mobile.keep.share_asking");
    case "told":
      return shares.length === 0 ? t("mobile.keep.share_nobody") : "";
    case "refused":
      return t("mobile.keep.share_untold");
    case "unreachable":
      return at
        ? t("mobile.keep.share_as_of", { moment: formatDateTime(new Date(at)) })
        : t("mobile.keep.share_own_only");
  }
}
