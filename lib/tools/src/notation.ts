/** Makes the page of the course's notation: each symbol with what it stands for and the lesson that first writes it. */
import { DataError } from "neural-notebooks/core";
import { isNote, type Notebook } from "./percent";

/** A symbol of the course. */
export interface Symbol {
  /** How formulas write it, without the dollar signs: the first lesson that writes one of them counts. */
  readonly symbols: readonly string[];
  /** The names that code gives it; empty where it has none. */
  readonly code: readonly string[];
  /** What it stands for. */
  readonly text: string;
}

interface NamedLesson {
  readonly name: string;
  readonly number: string;
}

const HEAD = `# Notation

One letter means one thing in the whole course. Each symbol stands with the lesson that first writes it.`;

const COLUMNS = ["symbol", "in code", "what it stands for", "first in"];

const FOOT =
  "Shapes are written in brackets, the rows first: `[rows, columns]` for a table, `[count, height, width, channels]` for pictures.";

/**
 * Makes the page.
 *
 * @param symbols - In the order in which they should stand.
 * @param inOrder - The lessons in the order of the course.
 * @param lessons - What they hold, by name.
 * @returns Markdown.
 * @throws DataError when no lesson writes a symbol.
 */
export function notationPage(
  symbols: readonly Symbol[],
  inOrder: readonly NamedLesson[],
  lessons: Readonly<Record<string, Notebook>>,
): string {
  const formulas = inOrder.map((lesson) => ({ ...lesson, text: formulasOf(lessons[lesson.name]) }));
  const rows = symbols.map(({ symbols: written, code, text }) => {
    const first = formulas.find(({ text: formula }) => written.some((symbol) => holds(formula, symbol)));
    if (!first)
      throw new DataError(
        `Cannot make the page of notation: each symbol must stand in a formula of a lesson; $${written[0]}$ does not.`,
      );
    const shown = written.map((symbol) => `$${symbol}$`).join(", ");
    const names = code.map((name) => `\`${name}\``).join(", ");
    return [shown, names, text, `[${first.number}](lessons/${first.name}.ipynb)`];
  });
  return `${HEAD}\n\n${table([COLUMNS, ...rows])}\n\n${FOOT}\n`;
}

/** Rows of equal width, the first of them the head. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = COLUMNS.map((_, i) => Math.max(...rows.map((row) => (row[i] ?? "").length)));
  const lines = rows.map((row) => `| ${row.map((text, i) => text.padEnd(widths[i] ?? 0)).join(" | ")} |`);
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [lines[0], rule, ...lines.slice(1)].join("\n");
}

/** All that stands between dollar signs in a lesson's text. */
function formulasOf(lesson: Notebook | undefined): string {
  const texts = (lesson?.cells ?? []).filter((cell) => cell.type === "markdown" && !isNote(cell));
  return texts
    .flatMap(({ source }) => Array.from(source.matchAll(/\$\$([\s\S]+?)\$\$|\$([^$\n]+)\$/g)))
    .map(([, block, inline]) => block ?? inline)
    .join("\n");
}

/** A letter counts where it is no part of a longer word or of a command. */
function holds(formulas: string, symbol: string): boolean {
  const literal = symbol.replaceAll(/[$()*+.?[\\\]^{|}]/g, "\\$&");
  return new RegExp(`(?<![\\\\A-Za-z])${literal}(?![A-Za-z])`).test(formulas);
}
