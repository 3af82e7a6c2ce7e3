/** Reads the changes that a lesson's "Change this and see" suggests, and makes the notebook of somebody who follows one. */
import { DataError } from "neural-notebooks/core";
import { tagsOf, type Cell, type Notebook } from "./percent";

/** One piece of code in the place of another. */
export interface Replacement {
  from: string;
  to: string;
}

/** What one bullet suggests. */
export interface Change {
  /** The bullet's text. */
  text: string;
  replacements: readonly Replacement[];
}

const HEADING = /^#{2,3} Change this and see\b/m;
const ARROW = /`([^`\n]+)`\s*→\s*`([^`\n]+)`/g;

/** Whether a lesson has the section. */
export function suggestsChanges({ cells }: Notebook): boolean {
  return cells.some(({ type, source }) => type === "markdown" && HEADING.test(source));
}

/**
 * Reads the suggested changes: bullets with `` `old` → `new` `` below the heading "Change this and see".
 *
 * @param notebook - The lesson.
 * @returns One change for each bullet that holds a replacement.
 */
export function changesOf({ cells }: Notebook): Change[] {
  const cell = cells.find(({ type, source }) => type === "markdown" && HEADING.test(source));
  if (!cell) return [];
  const section = cell.source.slice(HEADING.exec(cell.source)?.index ?? 0).split(/\n#{1,3} /)[0] ?? "";
  return section
    .split(/\n(?=- )/)
    .filter((part) => part.startsWith("- "))
    .map((text) => ({
      text: text.slice(2).trim(),
      replacements: Array.from(text.matchAll(ARROW), ([, from = "", to = ""]) => ({ from, to })),
    }))
    .filter(({ replacements }) => replacements.length > 0);
}

/**
 * Follows a change: replaces the code in the one cell where it stands. Exercises stay as they are.
 *
 * @param notebook - What the learner has.
 * @param change - The change.
 * @returns A new notebook.
 * @throws DataError when the code to be replaced stands in no cell, or in several places.
 */
export function applyChange(notebook: Notebook, { replacements }: Change): Notebook {
  return {
    ...notebook,
    cells: replacements.reduce<Cell[]>(
      (cells, replacement) => replaced(cells, replacement),
      [...notebook.cells],
    ),
  };
}

function replaced(cells: readonly Cell[], { from, to }: Replacement): Cell[] {
  const count = cells.reduce(
    (sum, cell) => sum + (mayChange(cell) ? cell.source.split(from).length - 1 : 0),
    0,
  );
  if (count !== 1)
    throw new DataError(
      `Cannot follow a change: the code to be replaced must stand in exactly one place; received \`${from}\`, which stands in ${count}.`,
    );
  return cells.map((cell) =>
    mayChange(cell) ? { ...cell, source: cell.source.split(from).join(to) } : cell,
  );
}

function mayChange(cell: Cell): boolean {
  return cell.type === "code" && !tagsOf(cell).includes("exercise");
}
