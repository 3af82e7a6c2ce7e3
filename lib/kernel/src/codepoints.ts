/** Converts between Jupyter's cursor, which counts code points, and JavaScript's, which counts UTF-16 units. */

/** From code points to UTF-16 units. */
export function toUnits(text: string, points: number): number {
  let units = 0;
  for (const character of text) {
    if (points-- <= 0) break;
    units += character.length;
  }
  return units;
}

/** From UTF-16 units to code points. */
export function toPoints(text: string, units: number): number {
  return [...text.slice(0, units)].length;
}
