/** Makes of a lesson's source what a learner opens and what an instructor opens. */
import { DataError } from "neural-notebooks/core";
import ts from "typescript";
import { cellId, isNote, isProof, PROOF, type Cell, type Notebook } from "./percent";

/** For whom a notebook is: the learner's has no proofs, the instructor's shows them as one line a section. */
export type Edition = "learner" | "instructor";

/** A lesson that the foot of another one leads to. */
export interface LessonLink {
  /** The file's name without its ending, e.g. `"02-perceptron"`. */
  name: string;
  /** Its number and question, e.g. `"02 · Can a neuron learn?"`. */
  title: string;
}

/** The lessons before and behind one. */
export interface Neighbours {
  previous?: LessonLink | undefined;
  next?: LessonLink | undefined;
}

/** Where the functions of proofs come from. */
export const ASSERTIONS = "neural-notebooks/grading/assertions";

/** Metadata with which JupyterLab shows a code cell as one folded line. */
const FOLDED = { jupyter: { source_hidden: true } } as const;

/**
 * Makes the notebook of an edition from the whole lesson.
 *
 * - Learner: without proofs; speaker notes are kept for JupyterLab, which hides them, and folded for other programs.
 * - Instructor: the proofs of a section stand at its end as one folded cell whose output is one line to open, such as
 *   "3 statements hold"; speaker notes are in view, and the file's metadata say whose it is.
 *
 * Both have the links to the lessons before and behind at their foot.
 *
 * @param notebook - The lesson as read from its source.
 * @param edition - For whom it is.
 * @param neighbours - The lessons that the foot leads to.
 * @returns A new notebook.
 * @throws DataError when a proof imports something that is none of the assertions.
 */
export function makeEdition(notebook: Notebook, edition: Edition, neighbours: Neighbours = {}): Notebook {
  if (edition === "learner") {
    const cells = notebook.cells.filter((cell) => !isProof(cell)).map(foldNote);
    return { cells: withFoot(cells, neighbours) };
  }
  const cells = withStatements(notebook.cells).map(showNote);
  return { cells: withFoot(cells, neighbours), metadata: { neural_notebooks: { edition } } };
}

/**
 * Reads a lesson's number and question from its first heading.
 *
 * @param name - The file's name without its ending.
 * @param notebook - The lesson.
 * @returns Name and title; without a heading the name is the title.
 */
export function lessonLink(name: string, { cells }: Notebook): LessonLink {
  const heading = /^# (.+)$/m.exec(cells.find(({ type }) => type === "markdown")?.source ?? "");
  return { name, title: heading?.[1] ?? name };
}

/** The links stand behind all that a learner reads, before the speaker notes. */
function withFoot(cells: readonly Cell[], { previous, next }: Neighbours): Cell[] {
  const links = [
    ...(previous ? [`[← ${previous.title}](${previous.name}.ipynb)`] : []),
    ...(next ? [`[${next.title} →](${next.name}.ipynb)`] : []),
  ];
  if (links.length === 0) return [...cells];
  // Titles hold dots themselves; the wide spaces keep the two apart.
  const source = `---\n\n${links.join("\u2003|\u2003")}`;
  const metadata = { slideshow: { slide_type: "skip" } };
  const foot: Cell = { id: cellId("markdown", source), type: "markdown", source, metadata };
  const end = cells.reduce((last, cell, i) => (isNote(cell) ? last : i + 1), 0);
  return [...cells.slice(0, end), foot, ...cells.slice(end)];
}

/**
 * A note is one line to open: a cell whose source is hidden would show the first line of its source, and all of its
 * text once it was run.
 */
function foldNote(cell: Cell): Cell {
  if (!isNote(cell)) return cell;
  const source = `<details>\n<summary>Speaker notes</summary>\n\n${noteText(cell)}\n\n</details>`;
  return { ...cell, source, metadata: withoutFold(cell) };
}

function showNote(cell: Cell): Cell {
  if (!isNote(cell)) return cell;
  return {
    ...cell,
    source: `> **Speaker notes.** ${noteText(cell).replaceAll("\n", "\n> ")}`,
    metadata: withoutFold(cell),
  };
}

function noteText({ source }: Cell): string {
  return source.replace(/^(?:\*\*Speaker notes\.\*\*|Speaker notes:)\s*/, "");
}

function withoutFold({ metadata }: Cell): Cell["metadata"] {
  const { jupyter, ...others } = metadata;
  const { source_hidden: _hidden, ...more } = (jupyter ?? {}) as Record<string, unknown>;
  return Object.keys(more).length > 0 ? { ...others, jupyter: more } : others;
}

/** Puts the proofs of each section at its end, as one cell. */
function withStatements(cells: readonly Cell[]): Cell[] {
  const made: Cell[] = [];
  let proofs: Cell[] = [];
  const close = (): void => {
    const cell = statementsCell(proofs);
    if (cell) made.push(cell);
    proofs = [];
  };
  for (const cell of cells) {
    if (beginsSection(cell) || isNote(cell)) close();
    if (isProof(cell)) proofs.push(cell);
    else made.push(cell);
  }
  close();
  return made;
}

function beginsSection({ type, source }: Cell): boolean {
  return type === "markdown" && /^##? /.test(source);
}

function statementsCell(proofs: readonly Cell[]): Cell | undefined {
  const parts = proofs.map(({ source }) => withoutImports(source)).filter(({ code }) => code !== "");
  if (parts.length === 0) return undefined;
  const names = new Set(
    parts.flatMap(({ code }) => code.match(/\bcheck(?:Between|Close|Equal|True)\b/g) ?? []),
  );
  const source = [
    // What the folded cell shows.
    "// What this section states, checked.",
    `import { ${[...names, "statements"].sort().join(", ")} } from "${ASSERTIONS}";`,
    ...parts.map(({ code }) => `\n${code}`),
    "\nstatements();",
  ].join("\n");
  return { id: cellId("code", source), type: "code", source, metadata: { ...FOLDED, tags: [PROOF] } };
}

/** Each cell of statements brings its own imports, so that it runs alone. */
function withoutImports(source: string): { code: string } {
  const file = ts.createSourceFile("cell.ts", source, ts.ScriptTarget.Latest, true);
  const imports = file.statements.filter(ts.isImportDeclaration);
  for (const { moduleSpecifier } of imports) {
    if (!ts.isStringLiteral(moduleSpecifier) || moduleSpecifier.text !== ASSERTIONS)
      throw new DataError(
        `Cannot make the instructor's copy: a proof may import from "${ASSERTIONS}" alone; received ${moduleSpecifier.getText()}.`,
      );
  }
  const code = [...imports]
    .reverse()
    .reduce((text, each) => text.slice(0, each.getFullStart()) + text.slice(each.getEnd()), source);
  return { code: code.trim() };
}
