/** Measures how long a function takes by running it many times. */
import { cannot } from "./errors";
import { displaySymbol, throwIfInterrupted, type Displayable, type MimeBundle } from "./display";
import { tensorScope } from "./tensor-origins";

/** Options of {@link timeit}. */
export interface TimeitOptions {
  /** How many times to measure; until `seconds` have passed, unless told. */
  runs?: number;
  /** For how long to measure, in seconds (1). */
  seconds?: number;
}

/** A quick function is called several times per measurement, so that each takes at least this long, in ms. */
const MIN_MEASUREMENT_MS = 0.1;
/** The most runs that are measured; enough for any median. */
const MAX_RUNS = 100_000;

/** How long runs of a function took. */
export class Timing implements Displayable {
  /** The middle of all runs, in ms. */
  readonly median: number;
  /** The fastest run, in ms. */
  readonly fastest: number;
  /** The slowest run, in ms. */
  readonly slowest: number;
  /** How many runs were measured. */
  readonly runs: number;

  /** @param times - One time per run, in ms; at least one. */
  constructor(times: readonly number[]) {
    const sorted = [...times].sort((a, b) => a - b);
    const at = (index: number): number => sorted[index] ?? Number.NaN;
    const half = Math.floor(sorted.length / 2);
    this.median = sorted.length % 2 === 1 ? at(half) : (at(half - 1) + at(half)) / 2;
    this.fastest = at(0);
    this.slowest = at(sorted.length - 1);
    this.runs = sorted.length;
  }

  /** One line of text. */
  [displaySymbol](): MimeBundle {
    const runs = this.runs === 1 ? "1 run" : `${this.runs} runs`;
    const text = `${timeText(this.median)} per run (median of ${runs}, fastest ${timeText(this.fastest)})`;
    return { "text/plain": text };
  }
}

/**
 * Measures how long a function takes: runs it once to warm up, then again and again until a second has passed. A
 * function that takes longer than that is run once. The stop button ends the measurement.
 *
 * Tensors that a run of a synchronous function makes are disposed of after it, its result included; variables and
 * what `tf.keep` keeps stay. An asynchronous function disposes of its tensors itself.
 *
 * @param fn - What to measure; when it gives a promise, a run ends with the promise.
 * @param options - `runs` (whole number ≥ 1) or `seconds` (> 0).
 * @returns Times in ms; a promise of them for an asynchronous function.
 * @throws ArgumentError for options outside of their range, InterruptError after the stop button, and what `fn` throws.
 * @example
 * const timing = timeit(() => Math.sqrt(2), { runs: 5 });
 * assert.equal(timing.runs, 5);
 * assert.ok(timing.fastest <= timing.median && timing.median <= timing.slowest);
 */
export function timeit(fn: () => PromiseLike<unknown>, options?: TimeitOptions): Promise<Timing>;
export function timeit(fn: () => unknown, options?: TimeitOptions): Timing;
export function timeit(fn: () => unknown, options: TimeitOptions = {}): Timing | Promise<Timing> {
  const { runs, seconds = 1 } = options;
  if (runs !== undefined && !(Number.isInteger(runs) && runs >= 1))
    throw cannot("measure the time", { argument: "runs", must: "a whole number ≥ 1", received: runs });
  if (!(seconds > 0 && Number.isFinite(seconds)))
    throw cannot("measure the time", { argument: "seconds", must: "a number > 0", received: seconds });
  const isLong = (since: number): boolean =>
    runs === undefined && performance.now() - since >= seconds * 1000;
  const isDone = (times: readonly number[], since: number): boolean => {
    throwIfInterrupted();
    return times.length >= (runs ?? MAX_RUNS) || isLong(since);
  };
  const scope = tensorScope();
  const started = performance.now();
  let first: unknown;
  try {
    first = fn();
  } finally {
    scope.end({ keep: isThenable(first) });
  }
  if (isThenable(first))
    return measureAsync(fn as () => PromiseLike<unknown>, { first, started, isLong, isDone });
  const warmUp = performance.now() - started;
  if (isLong(started)) return new Timing([warmUp]);
  const calls = callsPerRun(fn, warmUp);
  const times: number[] = [];
  const since = performance.now();
  do times.push(timeOf(fn, calls));
  while (!isDone(times, since));
  return new Timing(times);
}

async function measureAsync(
  fn: () => PromiseLike<unknown>,
  progress: {
    first: PromiseLike<unknown>;
    started: number;
    isLong(since: number): boolean;
    isDone(times: readonly number[], since: number): boolean;
  },
): Promise<Timing> {
  const { first, started, isLong, isDone } = progress;
  await first;
  if (isLong(started)) return new Timing([performance.now() - started]);
  const times: number[] = [];
  const since = performance.now();
  do {
    const before = performance.now();
    await fn();
    times.push(performance.now() - before);
  } while (!isDone(times, since));
  return new Timing(times);
}

/** The time of one call, in ms, as the mean of several. */
function timeOf(fn: () => unknown, calls: number): number {
  const scope = tensorScope();
  try {
    const before = performance.now();
    for (let call = 0; call < calls; call++) fn();
    return (performance.now() - before) / calls;
  } finally {
    scope.end({ keep: false });
  }
}

function callsPerRun(fn: () => unknown, warmUp: number): number {
  if (warmUp >= MIN_MEASUREMENT_MS * 10) return 1;
  let calls = 1;
  while (calls < 1e6 && timeOf(fn, calls) * calls < MIN_MEASUREMENT_MS) calls *= 2;
  return calls;
}

/** Formats a time in the largest unit in which it is at least 1: `12.3 ms`, `4.56 µs`. */
function timeText(milliseconds: number): string {
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toPrecision(3)} s`;
  if (milliseconds >= 1) return `${digits(milliseconds)} ms`;
  if (milliseconds >= 1e-3) return `${digits(milliseconds * 1e3)} µs`;
  return `${digits(milliseconds * 1e6)} ns`;
}

/** Three significant digits, more where the integer part has more. */
function digits(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === "object" && value !== null && typeof (value as { then?: unknown }).then === "function"
  );
}
