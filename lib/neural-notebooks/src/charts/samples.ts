/** Turns a function into the points of its curve, with steps where it jumps and gaps where it has no value. */
import { extentOf, isNumber } from "./alt-text";

/** The points of a curve; null lifts the pen. */
export interface Samples {
  readonly x: readonly number[];
  readonly y: readonly (number | null)[];
}

/** Halvings of an interval: afterwards a continuous function differs hardly at its ends, a jump as much as before. */
const HALVINGS = 40;
/** A smaller difference than this share of the curve's height is no jump that anybody sees. */
const SMALL = 0.02;
/** A curve that leaves towards infinity at a jump is cut there instead of being joined. */
const POLE = 20;

/**
 * Asks a function at equal distances, and finds the places between at which it jumps.
 *
 * @param f - The function.
 * @param places - Where it is asked, in order.
 * @returns The points: at a jump two of one place, so that the step stands upright; at a pole a gap.
 * @example
 * const { x, y } = samplesOf((at) => Number(at >= 0.3), [0, 1]);
 * assert.deepEqual([x.map((at) => at.toFixed(2)), y], [["0.00", "0.30", "0.30", "1.00"], [0, 0, 1, 1]]);
 */
export function samplesOf(f: (x: number) => number, places: ArrayLike<number>): Samples {
  const at = (x: number): number | null => {
    const value = f(x);
    return isNumber(value) ? value : null;
  };
  const heights = Array.from(places, at);
  const { min, max } = extentOf(heights);
  const [x, y]: [number[], (number | null)[]] = [[], []];
  for (let i = 0; i < heights.length; i++) {
    const [here, height, before] = [places[i] as number, heights[i] ?? null, heights[i - 1] ?? null];
    const suspicious =
      height !== null && before !== null && Math.abs(height / 2 - before / 2) > (SMALL / 2) * (max - min);
    const jump = suspicious ? jumpBetween(at, [places[i - 1] as number, here]) : undefined;
    if (jump) {
      const isPole = Math.max(Math.abs(jump.below), Math.abs(jump.above)) > POLE * (max - min);
      x.push(jump.place, jump.place);
      y.push(...(isPole ? [null, null] : [jump.below, jump.above]));
    }
    x.push(here);
    y.push(height);
  }
  return { x, y };
}

/** The place of a jump and the heights on both sides; nothing where the function is continuous or has a hole. */
function jumpBetween(
  at: (x: number) => number | null,
  [from, to]: readonly [number, number],
): { place: number; below: number; above: number } | undefined {
  let [low, high] = [from, to];
  let [below, above] = [at(from), at(to)];
  if (below === null || above === null) return undefined;
  const whole = Math.abs(above / 2 - below / 2);
  for (let i = 0; i < HALVINGS; i++) {
    const middle = low / 2 + high / 2;
    const height: number | null = at(middle);
    if (height === null) return { place: middle, below: Infinity, above: Infinity };
    if (Math.abs(height / 2 - below / 2) > Math.abs(above / 2 - height / 2)) [high, above] = [middle, height];
    else [low, below] = [middle, height];
  }
  return Math.abs(above / 2 - below / 2) > whole / 2
    ? { place: low / 2 + high / 2, below, above }
    : undefined;
}
