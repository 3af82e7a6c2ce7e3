/** Turns ranges of settings into candidates: every point of a grid, or random draws. */
import { cannot } from "../core/errors";
import { randomFrom } from "../core/global-seed";
import { Random, type Seed } from "../core/random";
import { checkInteger } from "../core/shape";

/** One setting of a candidate. */
export type Setting = number | string | boolean;

/** One choice of all settings. */
export type Settings = Readonly<Record<string, Setting>>;

/** What a setting can be: one of a list, or a number from a range. */
export type Range =
  | readonly Setting[]
  | {
      readonly low: number;
      readonly high: number;
      readonly scale?: "linear" | "log";
      readonly integer?: boolean;
    };

/** The settings to search, by name. */
export type Space = Readonly<Record<string, Range>>;

/**
 * Every combination of the lists of a space.
 *
 * @param space - Lists only: a range has no points.
 * @returns The candidates, the last setting changing fastest.
 * @throws ArgumentError when a setting is a range, or a list is empty.
 * @example
 * assert.deepEqual(gridOf({ units: [8, 16], batch: [32] }), [{ units: 8, batch: 32 }, { units: 16, batch: 32 }]);
 */
export function gridOf(space: Space): Settings[] {
  let grid: Settings[] = [{}];
  for (const [name, range] of Object.entries(checkSpace(space))) {
    if (!isList(range))
      throw cannot("make the grid", {
        argument: name,
        must: "a list of values",
        received: range,
        hint: "A range has no grid: use random search, or list values.",
      });
    grid = grid.flatMap((settings) => range.map((value) => ({ ...settings, [name]: value })));
  }
  return grid;
}

/**
 * Random candidates.
 *
 * @param space - Lists and ranges; `scale: "log"` draws evenly by magnitude, which suits learning rates.
 * @param options - `count` and `seed`.
 * @returns The candidates; from lists alone, no candidate comes twice.
 * @throws ArgumentError when a range is empty, or reaches 0 with `scale: "log"`.
 */
export function sampleSpace(space: Space, options: { count: number; seed?: Seed }): Settings[] {
  const { count, seed } = options;
  checkInteger(count, { verb: "draw candidates", argument: "count", min: 1 });
  const ranges = Object.entries(checkSpace(space));
  const random = randomFrom(seed);
  if (ranges.every(([, range]) => isList(range))) {
    const points = ranges.reduce((product, [, range]) => product * (range as readonly Setting[]).length, 1);
    // A small grid is drawn from without putting back; a large one would not fit into memory, and seldom repeats.
    if (points <= 10_000) return random.shuffle(gridOf(space)).slice(0, count);
  }
  return Array.from({ length: count }, () =>
    Object.fromEntries(ranges.map(([name, range]) => [name, draw(range, random)])),
  );
}

function draw(range: Range, random: Random): Setting {
  if (isList(range)) return random.choice(range);
  const { low, high, scale = "linear", integer = false } = range;
  if (integer && scale === "linear") return random.integer(low, high + 1);
  const value =
    scale === "log" ? Math.exp(random.uniform(Math.log(low), Math.log(high))) : random.uniform(low, high);
  return integer ? Math.round(value) : value;
}

function checkSpace(space: Space): Space {
  const verb = "search";
  if (Object.keys(space).length === 0)
    throw cannot(verb, { argument: "space", must: "one or more settings", received: space });
  for (const [name, range] of Object.entries(space)) {
    if (isList(range)) {
      if (range.length === 0)
        throw cannot(verb, { argument: name, must: "a list that is not empty", received: range });
      continue;
    }
    const { low, high, scale = "linear" } = range;
    const fine =
      Number.isFinite(low) && Number.isFinite(high) && low <= high && (scale === "linear" || low > 0);
    if (!fine)
      throw cannot(verb, {
        argument: name,
        must: scale === "log" ? "0 < low ≤ high" : "low ≤ high",
        received: `${low} to ${high}`,
      });
  }
  return space;
}

function isList(range: Range): range is readonly Setting[] {
  return Array.isArray(range);
}
