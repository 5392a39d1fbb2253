/**
 * The photos and files that go up: how far each is, and what the office said of one that it did not take.
 */

import { problemText } from "../../fields/problem-text";
import type { BlobInfo } from "../../local/blobs";
import { formatBytes } from "../../shared/formats";
import { t } from "../../shared/messages";
import { problem } from "../../sync/status";
import { Progress } from "../../ui/progress";
import { SectionHeader } from "../../ui/section-header";
import { useApp } from "../app-context";

/** More than these nobody reads one by one. */
const SHOWN = 10;

export function FilesOnTheirWay() {
  const { blobs } = useApp().core.replica;
  const files = [...blobs.onTheirWay.value].flatMap((id) => blobs.info(id) ?? []);
  if (files.length === 0) return null;
  return (
    <section aria-labelledby="status-files">
      <SectionHeader id="status-files" title={t("mobile.device.files")} />
      <div class="app-block">
        {files.slice(0, SHOWN).map((file) => (
          <File key={file.id} file={file} />
        ))}
      </div>
    </section>
  );
}

function File({ file: { name, received, size, refused } }: { readonly file: BlobInfo }) {
  const part = { done: formatBytes(received), size: formatBytes(size) };
  return (
    <div>
      <Progress label={name} done={received} total={size} counts={t("mobile.device.file_part", part)} />
      {refused && (
        <p class="ui-small ui-state-needs">
          {t("mobile.device.file_refused", { why: problemText(problem(refused)) })}
        </p>
      )}
    </div>
  );
}
