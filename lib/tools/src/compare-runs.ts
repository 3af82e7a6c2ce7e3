/** Finds the first output in which two runs of the same lesson differ: text, tables, errors and charts, durations aside. */
import type { ExecutedNotebook } from "./chart-outputs";

/** One place where two runs differ. */
export interface RunDifference {
  /** Number of the code cell, from 1, as its prompt `[n]` shows it. */
  cell: number;
  /** What kind of output it is: `"stdout"`, `"error"`, or a MIME type. */
  kind: string;
  /** The line as the first run wrote it, cut around the difference; empty where it wrote less. */
  first: string;
  /** The same line of the second run. */
  second: string;
}

/** An output as a saved notebook holds it. */
interface Output {
  readonly name?: string;
  readonly text?: string | readonly string[];
  readonly ename?: string;
  readonly evalue?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

type Cell = ExecutedNotebook["cells"][number];
type Line = { kind: string; text: string };

/** A number, a space and a unit of time, as `3.2 s`; nothing else may differ. Without the space it may be a piece of encoded numbers. A table fills up a short one with spaces. */
const DURATION = /\d+(?:[.,]\d+)*(?:e[+-]?\d+)? (?:ns|[µμ]s|ms|s|min)\b(?: {2,}| +$)?/g;
/** Characters of a line that a report shows, and how many of them stand before the difference. */
const SHOWN = 100;
const BEFORE = 40;

/**
 * Compares all outputs of two runs, cell by cell and line by line. Durations may differ: each number with a
 * space and a unit of time behind it (ns, µs, ms, s, min) counts as the same.
 *
 * @param first - One executed notebook, as its file holds it.
 * @param second - Another run of the same notebook.
 * @returns The first place where they differ; `undefined` when they show the same.
 * @example
 * const run = (text: string) => ({ cells: [{ cell_type: "code", outputs: [{ output_type: "stream", name: "stdout", text }] }] });
 * assert.equal(firstDifference(run("loss 0.5 after 1.2 s"), run("loss 0.5 after 3 s")), undefined);
 * assert.deepEqual(firstDifference(run("loss 0.5"), run("loss 0.6")), { cell: 1, kind: "stdout", first: "loss 0.5", second: "loss 0.6" });
 */
export function firstDifference(
  first: ExecutedNotebook,
  second: ExecutedNotebook,
): RunDifference | undefined {
  const [before, after] = [codeOf(first), codeOf(second)];
  for (let cell = 0; cell < Math.max(before.length, after.length); cell++) {
    const [left, expected] = [linesOf(before[cell]), linesOf(after[cell])];
    for (let i = 0; i < Math.max(left.length, expected.length); i++) {
      const [a, b] = [left[i], expected[i]];
      if (a && b && a.kind === b.kind && withoutDurations(a.text) === withoutDurations(b.text)) continue;
      return { cell: cell + 1, kind: (a ?? b)?.kind ?? "", ...cut(a?.text ?? "", b?.text ?? "") };
    }
  }
  return undefined;
}

function codeOf(notebook: ExecutedNotebook): Cell[] {
  return notebook.cells.filter(({ cell_type: type }) => type === "code");
}

function linesOf(cell: Cell | undefined): Line[] {
  const blocks: Line[] = [];
  for (const output of (cell?.outputs ?? []) as readonly Output[]) {
    const last = blocks.at(-1);
    for (const block of blocksOf(output)) {
      // How a kernel divides one stream into messages depends on time.
      if (output.name !== undefined && last?.kind === output.name) last.text += block.text;
      else blocks.push(block);
    }
  }
  return blocks.flatMap(({ kind, text }) => text.split("\n").map((line) => ({ kind, text: line })));
}

function blocksOf({ name, text, ename, evalue, data }: Output): Line[] {
  if (name !== undefined) return [{ kind: name, text: textOf(text) }];
  if (ename !== undefined) return [{ kind: "error", text: `${ename}: ${evalue ?? ""}` }];
  return Object.entries(data ?? {}).map(([kind, value]) => ({ kind, text: textOf(value) }));
}

/** Text is saved whole or as a list of lines; charts as an object, which is spread over lines to be told apart. */
function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.every((line) => typeof line === "string")) return value.join("");
  return JSON.stringify(value, undefined, 1) ?? "";
}

function withoutDurations(line: string): string {
  return line.replace(DURATION, "… ").trimEnd();
}

/** A table of HTML or the values of a chart are one long line: the difference is shown with what stands around it. */
function cut(first: string, second: string): { first: string; second: string } {
  let at = 0;
  while (at < first.length && first[at] === second[at]) at++;
  const from = Math.max(first.length, second.length) <= SHOWN ? 0 : Math.max(0, at - BEFORE);
  const part = (line: string) =>
    `${from > 0 ? "…" : ""}${line.slice(from, from + SHOWN)}${line.length > from + SHOWN ? "…" : ""}`;
  return { first: part(first), second: part(second) };
}
