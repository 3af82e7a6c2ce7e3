/** Draws the place of an error in its source, and the calls that led there, for a terminal or a notebook. */

const RED = "\u001b[31m";
const DIM = "\u001b[2m";
const GREEN = "\u001b[32m";
const RESET = "\u001b[0m";

/** Longer lines of code are cropped to so many characters: the caret must stand below its own line, not below a wrapped one. */
const MAX_LINE_LENGTH = 96;
/** So many characters of a cropped line stand before the caret. */
const BEFORE_CARET = 60;
/** Calls beyond these are counted only. */
const MAX_FRAMES = 8;

/**
 * Draws two lines before the place, the line itself with an arrow, a caret, two lines after.
 *
 * @param source - The whole text.
 * @param position - Line and column, from 1.
 * @param options - `title`: where it is; `width` (1): how many characters are marked.
 */
export function codeFrame(
  source: string,
  position: { line: number; column: number },
  { title, width = 1 }: { title: string; width?: number },
): string {
  const lines = source.split("\n");
  const from = Math.max(1, position.line - 2);
  const to = Math.min(lines.length, position.line + 2);
  const gutter = String(to).length;
  const shown: string[] = [`${GREEN}${title}${RESET}`];
  for (let n = from; n <= to; n++) {
    const isPlace = n === position.line;
    const { text, removed } = cropped(lines[n - 1] ?? "", isPlace ? position.column : 1);
    const mark = isPlace ? `${RED}>${RESET}` : " ";
    shown.push(`${mark} ${String(n).padStart(gutter)} | ${text}`);
    if (!isPlace) continue;
    // Tabs keep their width only when the caret's line has the same tabs.
    const indent = text.slice(0, position.column - 1 - removed).replace(/[^\t]/g, " ");
    const carets = "^".repeat(Math.max(1, Math.min(width, text.length - indent.length)));
    shown.push(`  ${" ".repeat(gutter)} | ${indent}${RED}${carets}${RESET}`);
  }
  return shown.join("\n");
}

/** The part of a line around a column, and how many characters fewer stand before it. */
function cropped(line: string, column: number): { text: string; removed: number } {
  if (line.length <= MAX_LINE_LENGTH) return { text: line, removed: 0 };
  const start = Math.max(0, Math.min(column - BEFORE_CARET, line.length - MAX_LINE_LENGTH));
  const end = start + MAX_LINE_LENGTH;
  const text = `${start > 0 ? "…" : ""}${line.slice(start, end)}${end < line.length ? "…" : ""}`;
  return { text, removed: start > 0 ? start - 1 : 0 };
}

/**
 * Writes the calls of a stack trace that help a learner: those of cells and own files, each once; calls inside packages
 * are folded into a line that names the packages.
 *
 * @param frames - Lines of a stack trace, innermost first.
 * @param own - The places of the learner's code, as they stand in the lines.
 * @returns Dim text; empty where the only call is the place that the code frame shows.
 */
export function foldedFrames(frames: readonly string[], own: readonly string[]): string {
  const isOwn = (frame: string): boolean => own.some((label) => frame.includes(label));
  const lines: string[] = [];
  for (let at = 0; at < frames.length;) {
    const frame = frames[at] ?? "";
    const fits = isOwn(frame) ? (each: string) => each === frame : (each: string) => !isOwn(each);
    let end = at + 1;
    while (end < frames.length && fits(frames[end] ?? "")) end++;
    lines.push(isOwn(frame) ? repeated(frame, end - at) : folded(frames.slice(at, end)));
    at = end;
  }
  const isAlone = lines.length === 1 && frames.length === 1 && own.length > 0 && isOwn(frames[0] ?? "");
  if (isAlone) return "";
  const more = lines.length - MAX_FRAMES;
  const shown = more > 0 ? [...lines.slice(0, MAX_FRAMES), `    … and ${more} more`] : lines;
  return shown.map((line) => `${DIM}${line}${RESET}`).join("\n");
}

function repeated(frame: string, times: number): string {
  return times === 1 ? frame : `${frame}, ${times} times`;
}

function folded(frames: readonly string[]): string {
  // A built-in function such as `map`, or a single call, is shorter in full.
  if (frames.length === 1) return frames[0] ?? "";
  const packages = new Set(frames.flatMap((frame) => packageOf(frame) ?? []));
  const where = packages.size > 0 ? ` inside ${[...packages].join(", ")}` : "";
  return `    … ${frames.length} calls${where}`;
}

/** The package in whose file a call stands. */
function packageOf(frame: string): string | undefined {
  const found = [...frame.replaceAll("\\", "/").matchAll(/\/node_modules\/((?:@[^/]+\/)?[^/]+)\//g)].at(-1);
  return found?.[1] ?? /\/lib\/([\w-]+)\/dist\//.exec(frame.replaceAll("\\", "/"))?.[1];
}
