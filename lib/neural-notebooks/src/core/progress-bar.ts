/** Shows a training run as one line of text that updates in place: in a notebook, a terminal, or at its end in a log. */
import { display, inNotebook, type DisplayHandle } from "./display";
import { cannot } from "./errors";
import { fitCallback, type FitCallback } from "./fit-callback";
import { formatLogs, type Logs } from "./format-logs";

/** `"auto"`: a line that updates in a notebook or a terminal, else one line at the end; `"line"`: always one that updates; `"end"`: only the end. */
export type ProgressStyle = "auto" | "line" | "end";

/** Shows a line; with `last`, it stays. */
type Write = (line: string, last: boolean) => void;

const SHOWN_EVERY_MS = 250;
const BAR_WIDTH = 20;

/** Callbacks that show how a run goes on, so that no other line is needed. */
const showing = new WeakSet<object>();

/** Says that a callback shows the run's progress itself: then `fit` shows no line of its own. */
export function showsProgress<T extends object>(callback: T): T {
  showing.add(callback);
  return callback;
}

/** Whether one of the callbacks shows the run's progress. */
export function isProgressShown(callbacks: readonly object[]): boolean {
  return callbacks.some((callback) => showing.has(callback));
}

/**
 * Makes the callback that shows progress on stdout or in the running cell, at most four times a second. `model.fit`
 * uses it where `verbose` is not 0 and no other callback shows the progress.
 *
 * @param style - How it is shown.
 * @returns For `callbacks` of `model.fit`.
 * @throws ArgumentError when there is no such style.
 */
export function progressBar(style: ProgressStyle = "auto"): FitCallback {
  if (!["auto", "line", "end"].includes(style))
    throw cannot("show progress", { argument: "style", must: '"auto", "line" or "end"', received: style });
  const live = style === "line" || (style === "auto" && (inNotebook() || process.stdout.isTTY === true));
  let write = writer();
  let shownAt = 0;
  let began = 0;
  let epochsDone = 0;
  let last: Logs = {};
  return showsProgress(
    fitCallback({
      onTrainBegin() {
        write = writer();
        began = performance.now();
        shownAt = epochsDone = 0;
        last = {};
      },
      onBatchEnd({ epoch, batch, means }, { epochs, batches }) {
        const now = performance.now();
        if (!live || now - shownAt < SHOWN_EVERY_MS) return;
        shownAt = now;
        const done = batches === undefined ? `batch ${batch + 1}` : bar((batch + 1) / batches);
        const before = epochsDone > 0 ? `   (before: ${formatLogs(last)})` : "";
        write(`epoch ${epoch + 1}/${epochs} ${done} ${formatLogs(means)}${before}`, false);
      },
      onEpochEnd({ logs }) {
        epochsDone++;
        last = { ...logs };
      },
      onTrainEnd({ epochs }) {
        const seconds = ((performance.now() - began) / 1000).toFixed(1);
        const count = epochsDone === epochs ? String(epochs) : `${epochsDone} of ${epochs}`;
        const values = epochsDone > 0 ? `: ${formatLogs(last)}` : "";
        write(`${count} epoch${epochs === 1 ? "" : "s"} in ${seconds} s${values}`, true);
      },
    }),
  );
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
