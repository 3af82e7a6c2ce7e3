/** Turns the events of a run into one line of text that updates in place: in a notebook, a terminal, or a log. */
import { display, inNotebook, type DisplayHandle } from "../core/display";
import type { TrainingCallback } from "./callbacks";
import { formatLogs } from "./history";

/** How a run shows its progress: by where it runs, always as a line, only its end, or not at all. */
export type ProgressStyle = "auto" | "line" | "end" | "none";

/** Shows a line; with `last`, it stays. */
type Write = (line: string, last: boolean) => void;

const SHOWN_EVERY_MS = 250;
const BAR_WIDTH = 20;

/**
 * Makes the callback that shows progress on stdout or in the running cell, at most four times a second.
 *
 * @param style - `"auto"`: an updating line in a notebook or terminal, else one line at the end.
 * @returns A callback for `fit`; `undefined` when nothing is to be shown.
 */
export function progressCallback(style: ProgressStyle): TrainingCallback | undefined {
  if (style === "none") return undefined;
  const live = style === "line" || (style === "auto" && (inNotebook() || process.stdout.isTTY === true));
  const write = writer();
  let epochs = 0;
  let batches = 0;
  let shownAt = 0;
  let lastLogs = "";
  return {
    onTrainBegin(info) {
      epochs = info.epochs;
      batches = info.batches;
    },
    onBatchEnd({ epoch, batch, means }) {
      const now = performance.now();
      if (!live || now - shownAt < SHOWN_EVERY_MS) return;
      shownAt = now;
      const rest = lastLogs ? `   (before: ${lastLogs})` : "";
      write(`epoch ${epoch}/${epochs} ${bar(batch / batches)} ${formatLogs(means)}${rest}`, false);
    },
    onEpochEnd({ logs }) {
      lastLogs = formatLogs(logs);
    },
    onTrainEnd(history) {
      write(history.toString(), true);
    },
  };
}

/** A bar of fixed width, e.g. `██████░░░░`. */
function bar(share: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * BAR_WIDTH);
  return "█".repeat(full) + "░".repeat(BAR_WIDTH - full);
}

function writer(): Write {
  if (inNotebook()) {
    let handle: DisplayHandle | undefined;
    return (line) => {
      if (handle) handle.update(line);
      else handle = display(line);
    };
  }
  if (process.stdout.isTTY) {
    // Carriage return and "erase to end of line" redraw the line in place.
    return (line, last) =>
      process.stdout.write(`\r${last ? line : cut(line, process.stdout.columns)}\u001b[K${last ? "\n" : ""}`);
  }
  return (line) => process.stdout.write(`${line}\n`);
}

function cut(line: string, width: number | undefined): string {
  return width && line.length >= width ? `${line.slice(0, width - 2)}…` : line;
}
