/** Rewrites cells for stock tslab, which does not find names of earlier cells everywhere that TypeScript has them. */
import * as ts from "typescript";

/**
 * Writes shorthand properties in full: stock tslab takes the `seed` of `{ seed }` for a new property and ends with
 * "seed is not defined" when it comes from an earlier cell.
 *
 * @param source - A cell.
 * @returns The cell with `{ seed: seed }`; its lines stay.
 * @example
 * assert.equal(forStock("fit(model, { x, y: 2 })"), "fit(model, { x: x, y: 2 })");
 */
export function forStock(source: string): string {
  const file = ts.createSourceFile("cell.ts", source, ts.ScriptTarget.Latest, true);
  const ends: { at: number; name: string }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isShorthandPropertyAssignment(node)) ends.push({ at: node.name.getEnd(), name: node.name.text });
    ts.forEachChild(node, visit);
  };
  visit(file);
  let text = source;
  for (const { at, name } of ends.reverse()) text = `${text.slice(0, at)}: ${name}${text.slice(at)}`;
  return text;
}
