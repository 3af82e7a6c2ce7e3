/** Formats a few rows as aligned text and as an HTML table, for displayable values. */
import type { MimeBundle } from "./display";

/** A table of text; columns after the first are aligned to the right. */
export interface SmallTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** How many columns from the left hold text and are aligned to the left (1). */
  readonly words?: number;
}

/** Both formats of a table. */
export function tableBundle({ head, rows, words = 1 }: SmallTable): MimeBundle {
  const lines = [head, ...rows];
  const widths = head.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
  const pad = (text: string, at: number): string =>
    at < words ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0);
  const text = lines.map((line) => line.map(pad).join("  ").trimEnd()).join("\n");
  const align = (at: number): string => ` style="text-align: ${at < words ? "left" : "right"}"`;
  const row = (line: readonly string[], tag: "th" | "td"): string =>
    `<tr>${line.map((each, at) => `<${tag}${tag === "th" ? ' scope="col"' : ""}${align(at)}>${escaped(each)}</${tag}>`).join("")}</tr>`;
  const body = rows.map((line) => row(line, "td")).join("");
  const html = `<table><thead>${row(head, "th")}</thead><tbody>${body}</tbody></table>`;
  return { "text/plain": text, "text/html": html };
}

/** Bytes in the largest unit of which there is at least one: `1.5 MB`; 1 kB are 1000 bytes. */
export function bytesText(bytes: number): string {
  const units = ["B", "kB", "MB", "GB"];
  const at = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  return at === 0 ? `${bytes} B` : `${(bytes / 1000 ** at).toFixed(1)} ${String(units[at])}`;
}

function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
}
