/** Turns the facts of a data set into its four files on disk, with a bar that shows how far they are. */
import { join } from "node:path";
import { display, inNotebook } from "../core/display";
import { download } from "./download";
import type { DownloadOptions, Progress } from "./download";
import { cacheFolder } from "./folder";
import type { IdxSetFacts } from "./idx-set";

/** How a data set is fetched; as for one file, with the set's own folder and mirrors unless told. */
export type DownloadSetOptions = Partial<DownloadOptions>;

/** Fetches the files of a set that are not there yet; gives their folder. */
export async function downloadIdxSet(facts: IdxSetFacts, options: DownloadSetOptions = {}): Promise<string> {
  const {
    folder = join(cacheFolder(), facts.folder),
    mirrors = facts.mirrors,
    onProgress = progressBar(facts),
    ...rest
  } = options;
  for (const file of Object.values(facts.files)) {
    await download(file, {
      ...rest,
      folder,
      mirrors: mirrors.map((mirror) => new URL(file.name, mirror).href),
      onProgress,
    });
  }
  return folder;
}

/** A bar over all files in the running cell, four times a second at most; outside a notebook nothing is shown. */
function progressBar({ title, files }: IdxSetFacts): (progress: Progress) => void {
  if (!inNotebook()) return () => undefined;
  const total = Object.values(files).reduce((sum, { bytes }) => sum + bytes, 0);
  const received = new Map<string, number>();
  const bar = display(`${title}: asking the server …`);
  let last = 0;
  return (progress) => {
    received.set(progress.file, progress.received);
    const sum = [...received.values()].reduce((a, b) => a + b, 0);
    if (Date.now() - last < 250 && progress.received < progress.total) return;
    last = Date.now();
    bar.update(`${title}: ${barOf(sum / total)} ${megabytes(sum)} of ${megabytes(total)} MB`);
  };
}

function barOf(part: number): string {
  const filled = Math.round(20 * Math.min(1, part));
  return "█".repeat(filled) + "░".repeat(20 - filled);
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
