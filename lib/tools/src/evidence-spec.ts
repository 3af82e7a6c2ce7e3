/** Says what a lesson's comparisons rest on: which contenders are measured at which seeds and splits, and what must come out. */
import { ArgumentError, UnknownNameError, Random } from "neural-notebooks/core";

/** One run: the seed of the training and, where rows are split, the seed of the split. */
export interface EvidenceRun {
  seed: number;
  split: number;
}

/** What a contender reached over all runs, in the order of the runs. */
export interface Measured {
  values: readonly number[];
  mean: number;
  /** The standard deviation of the values (n − 1); 0 for a single run. */
  sd: number;
  min: number;
  max: number;
}

/** The result of a question, by the contenders' names. */
export interface EvidenceResult {
  /** What the contender of this name reached. */
  of: (name: string) => Measured;
}

/** One contender is better than another in a number of paired runs. */
export interface PairedClaim {
  better: string;
  than: string;
  /** Which values are better. */
  when: "higher" | "lower";
  /** In how many runs at least (all of them). A draw is no win. */
  inAtLeast?: number;
}

/** Any other statement about the results. */
export interface FreeClaim {
  claim: string;
  holds: (result: EvidenceResult) => boolean;
}

/** One question, answered by runs. */
export interface EvidenceQuestion {
  /** Its name in the file. */
  id: string;
  question: string;
  /** What is measured, such as `"accuracy on test rows"`. */
  measure: string;
  /** The unit of the values; empty for plain numbers. */
  unit?: string;
  /** At least 5 seeds; splits where rows are split. Every contender is measured at each pair of them. */
  runs: { seeds: readonly number[]; splits?: readonly number[] };
  contenders: Readonly<Record<string, (run: EvidenceRun) => number | Promise<number>>>;
  claims: readonly (PairedClaim | FreeClaim)[];
  /** What is missing to measure here, such as files that the course does not bring; then the figures on file stay. */
  lacks?: () => string | undefined;
  /** Phrases with figures that stand in the lesson's text as they are. */
  quotes?: (result: EvidenceResult) => string[];
}

/** What a lesson's comparisons rest on. */
export interface EvidenceSpec {
  lesson: string;
  questions: readonly EvidenceQuestion[];
}

/** How a claim fared. */
export interface ClaimOutcome {
  claim: string;
  holds: boolean;
  /** Of a paired claim: in how many of the runs the better one won. */
  wins?: number;
  of?: number;
  /** The mean of better minus other, over the runs. */
  meanDifference?: number;
  /** The same for each split, where there are several: runs of one split share their rows and do not count as independent. */
  bySplit?: readonly number[];
  /** With one split: how often a difference at least this large would come by chance, by the two-sided sign-flip test on the pairs. */
  p?: number;
}

const EXACT_PAIRS = 16;
const DRAWS = 100_000;

/**
 * Declares the evidence of a lesson.
 *
 * @param lesson - The lesson's name, such as `"02-perceptron"`.
 * @param questions - The questions, each with its contenders and claims.
 * @returns The same, checked.
 * @throws ArgumentError when a question has fewer than 5 runs, or its id stands twice.
 * @throws UnknownNameError when a claim names a contender that is not there.
 */
export function evidence(lesson: string, questions: readonly EvidenceQuestion[]): EvidenceSpec {
  const seen = new Set<string>();
  for (const { id, runs, contenders, claims } of questions) {
    const place = `Cannot take the evidence "${id}" of lesson ${lesson}`;
    if (seen.has(id)) throw new ArgumentError(`${place}: id must be a name of its own; received it twice.`);
    seen.add(id);
    const count = runsOf({ runs }).length;
    if (count < 5) throw new ArgumentError(`${place}: runs must be at least 5; received ${count}.`);
    const names = Object.keys(contenders);
    const claimed = claims.flatMap((claim) => ("better" in claim ? [claim.better, claim.than] : []));
    const unknown = claimed.find((name) => !names.includes(name));
    if (unknown !== undefined)
      throw new UnknownNameError(`${place}: the contenders are ${names.join(", ")}; received "${unknown}".`);
  }
  return { lesson, questions };
}

/**
 * Measures each run once, whichever question or contender asks first.
 *
 * @param measure - What is measured, such as a training of several seconds.
 */
export function oncePerRun<Value>(
  measure: (run: EvidenceRun) => Promise<Value>,
): (run: EvidenceRun) => Promise<Value> {
  const done = new Map<string, Promise<Value>>();
  return ({ seed, split }) => {
    const key = `${seed}/${split}`;
    const known = done.get(key) ?? measure({ seed, split });
    done.set(key, known);
    return known;
  };
}

/** The runs of a question: each split with each seed. */
export function runsOf({ runs: { seeds, splits = [1] } }: Pick<EvidenceQuestion, "runs">): EvidenceRun[] {
  return splits.flatMap((split) => seeds.map((seed) => ({ seed, split })));
}

/**
 * Sums values up.
 *
 * @param values - One value for each run, at least one.
 * @example
 * assert.deepEqual(measured([1, 3]), { values: [1, 3], mean: 2, sd: Math.SQRT2, min: 1, max: 3 });
 */
export function measured(values: readonly number[]): Measured {
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const sd = values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0;
  return { values, mean, sd, min: Math.min(...values), max: Math.max(...values) };
}

/**
 * Looks whether a claim holds.
 *
 * @param claim - What is claimed.
 * @param result - What was measured.
 * @param runs - At which seeds and splits, in the order of the values.
 * @returns The outcome; of a paired claim with the number of wins and, where the runs are independent, the probability of such a difference by chance.
 */
export function outcomeOf(
  claim: PairedClaim | FreeClaim,
  result: EvidenceResult,
  runs: readonly EvidenceRun[],
): ClaimOutcome {
  if ("holds" in claim) return { claim: claim.claim, holds: claim.holds(result) };
  const { better, than, when } = claim;
  const other = result.of(than).values;
  const differences = result.of(better).values.map((value, i) => value - (other[i] ?? NaN));
  const wins = differences.filter((each) => (when === "higher" ? each > 0 : each < 0)).length;
  const needed = claim.inAtLeast ?? differences.length;
  return {
    claim: `${better} is ${when} than ${than} in at least ${needed} of ${differences.length} runs`,
    holds: wins >= needed,
    wins,
    of: differences.length,
    meanDifference: meanOf(differences),
    ...chanceOf(differences, runs),
  };
}

/** Seeds of one split are trained and tested on the same rows, so a test that takes them for independent would be far too sure. */
function chanceOf(
  differences: readonly number[],
  runs: readonly EvidenceRun[],
): Pick<ClaimOutcome, "p" | "bySplit"> {
  const splits = [...new Set(runs.map(({ split }) => split))];
  if (splits.length === 1) return { p: signFlipProbability(differences) };
  const ofSplit = (split: number): number[] => differences.filter((_, i) => runs[i]?.split === split);
  return { bySplit: splits.map((split) => meanOf(ofSplit(split))) };
}

/**
 * The two-sided sign-flip test: with no true difference each pair's sign is a coin toss, so how often would the mean
 * difference be as large as this? All tosses are counted for up to 16 pairs; for more, 100,000 are drawn, and the signs as
 * they came count as one more, so that the answer is never 0.
 * (R. A. Fisher, 1935, "The Design of Experiments"; B. Phipson and G. K. Smyth, 2010, "Permutation p-values should never be zero".)
 *
 * @param differences - One for each pair.
 * @example
 * assert.equal(signFlipProbability([1, 1, 1, 1, 1]), 2 / 32);
 */
export function signFlipProbability(differences: readonly number[]): number {
  const limit = Math.abs(sumOf(differences)) * (1 - 1e-12);
  const exact = differences.length <= EXACT_PAIRS;
  const count = exact ? 2 ** differences.length : DRAWS;
  const random = new Random(1);
  let asLarge = 0;
  for (let toss = 0; toss < count; toss++) {
    const sign = (i: number): number => {
      const heads = exact ? Math.floor(toss / 2 ** i) % 2 === 1 : random.chance(0.5);
      return heads ? 1 : -1;
    };
    if (Math.abs(sumOf(differences.map((each, i) => sign(i) * each))) >= limit) asLarge++;
  }
  return exact ? asLarge / count : (asLarge + 1) / (count + 1);
}

function meanOf(values: readonly number[]): number {
  return sumOf(values) / values.length;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
