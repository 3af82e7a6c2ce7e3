/** Turns candidates into a ranking: tries them over seeds, in several processes if wished, and goes on where it stopped. */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { ArgumentError, DataError, InterruptError, cannot } from "../core/errors";
import { displaySymbol, interruptSignal, runToEnd, type MimeBundle } from "../core/display";
import type { Seed } from "../core/random";
import { checkInteger } from "../core/shape";
import {
  startWorkers,
  type Objective,
  type ObjectiveModule,
  type Runner,
  type TryOptions,
} from "./search-pool";
import { gridOf, sampleSpace, type Settings, type Space } from "./search-space";

/** One candidate, tried with every seed. */
export interface Trial {
  readonly settings: Settings;
  /** What each try was given to spend, e.g. epochs. */
  readonly budget: number;
  /** The score of each seed, in the order of `seeds`; NaN where a try failed. */
  readonly scores: readonly number[];
  /** Mean of the scores; NaN when a try failed. */
  readonly mean: number;
  /** Standard deviation of the scores (n − 1); 0 for one seed. */
  readonly spread: number;
  /** Seconds of all its tries. */
  readonly seconds: number;
  /** What went wrong, by the first try that failed. */
  readonly error?: string;
}

/** What every search can be told. */
export interface SearchOptions {
  /** Gives the score of a candidate; or a module that exports such a function, which several processes can run. */
  objective: Objective | ObjectiveModule;
  /** Whether small or large scores are better. */
  direction?: "smaller" | "larger";
  /** Each candidate is tried once per seed. */
  seeds?: readonly number[];
  /** What each try may spend; handed to the objective. */
  budget?: number;
  /** Tries that run side by side; above 1 the objective must be a module. */
  processes?: number;
  /** Finished tries are kept in this file (JSON lines), and not run again. */
  file?: string;
  /** Called after each candidate. */
  onTrial?: (trial: Trial, progress: { done: number; total: number }) => void;
}

/** The candidates, best first. */
export class SearchResult {
  constructor(
    /** Every candidate at its largest budget: larger budgets first, then better scores. */
    readonly trials: readonly Trial[],
    readonly direction: "smaller" | "larger",
  ) {}

  /** The best candidate. */
  get best(): Trial {
    return this.trials[0] as Trial; // A search without a single score throws, so there is one.
  }

  /** A table in plain text, best first. */
  toString(): string {
    const names = Object.keys(this.best.settings);
    const rows = this.trials.map((trial) => [
      ...names.map((name) => write(trial.settings[name])),
      String(trial.budget),
      write(trial.mean),
      `± ${write(trial.spread)}`,
      trial.seconds.toFixed(1),
    ]);
    const table = [[...names, "budget", "score", "spread", "seconds"], ...rows];
    const widths = (table[0] as string[]).map((_, column) =>
      Math.max(...table.map((row) => (row[column] as string).length)),
    );
    return table
      .map((row) => row.map((cell, column) => cell.padStart(widths[column] as number)).join("  "))
      .join("\n");
  }

  /** How a notebook shows it. */
  [displaySymbol](): MimeBundle {
    return { "text/plain": this.toString() };
  }
}

/**
 * Tries every combination of a space of lists.
 *
 * @param space - Lists of values by name.
 * @param options - Objective, seeds, budget, processes, file.
 * @returns The candidates, best first.
 * @throws ArgumentError when the space or an option is wrong.
 * @throws DataError when every try failed.
 * @throws InterruptError after the stop button; finished tries stay in the file.
 * @example
 * const result = await gridSearch({ x: [0, 1, 2] }, { objective: ({ x }) => (Number(x) - 1) ** 2 });
 * assert.deepEqual(result.best.settings, { x: 1 });
 */
export function gridSearch(space: Space, options: SearchOptions): Promise<SearchResult> {
  return runSearch(options, (tryAll) => tryAll(gridOf(space), options.budget ?? 1));
}

/**
 * Tries random candidates; with few settings that matter it finds better ones than a grid of the same size
 * (Bergstra and Bengio, 2012, "Random search for hyper-parameter optimization").
 *
 * @param space - Lists and ranges by name.
 * @param options - As for `gridSearch`, and `trials` (how many), `seed` (of the draw).
 * @returns The candidates, best first.
 */
export function randomSearch(
  space: Space,
  options: SearchOptions & { trials: number; seed?: Seed },
): Promise<SearchResult> {
  const { trials, seed } = options;
  return runSearch(options, (tryAll) =>
    tryAll(sampleSpace(space, { count: trials, seed }), options.budget ?? 1),
  );
}

/**
 * Successive halving: many candidates with a small budget, the best of them with a larger one, and so on
 * (Jamieson and Talwalkar, 2016, "Non-stochastic best arm identification and hyperparameter optimization").
 *
 * @param space - Lists and ranges by name.
 * @param options - As for `randomSearch`, and `minBudget`, `maxBudget`, `factor` (budget times this, candidates
 *   divided by it, from round to round).
 * @returns The candidates; those that came furthest first.
 */
export function successiveHalving(
  space: Space,
  options: SearchOptions & {
    trials: number;
    minBudget: number;
    maxBudget: number;
    factor?: number;
    seed?: Seed;
  },
): Promise<SearchResult> {
  const { trials, seed, minBudget, maxBudget, factor = 3, direction = "smaller" } = options;
  const verb = "search by halving";
  checkInteger(minBudget, { verb, argument: "minBudget", min: 1 });
  checkInteger(maxBudget, { verb, argument: "maxBudget", min: minBudget });
  checkInteger(factor, { verb, argument: "factor", min: 2 });
  return runSearch(options, async (tryAll) => {
    const furthest = new Map<string, Trial>();
    let candidates = sampleSpace(space, { count: trials, seed });
    for (let budget = minBudget; ; budget = Math.min(maxBudget, budget * factor)) {
      const round = rank(await tryAll(candidates, budget), direction);
      for (const trial of round) furthest.set(JSON.stringify(trial.settings), trial);
      if (budget >= maxBudget) return [...furthest.values()];
      candidates = round
        .slice(0, Math.max(1, Math.floor(round.length / factor)))
        .map((trial) => trial.settings);
    }
  });
}

type TryAll = (candidates: readonly Settings[], budget: number) => Promise<Trial[]>;

function runSearch(
  options: SearchOptions,
  work: (tryAll: TryAll) => Promise<Trial[]>,
): Promise<SearchResult> {
  return runToEnd(async () => {
    const { direction = "smaller", seeds = [0], processes = 1, objective, onTrial, file } = options;
    checkInteger(processes, { verb: "search", argument: "processes", min: 1 });
    if (seeds.length === 0)
      throw cannot("search", { argument: "seeds", must: "one or more whole numbers", received: seeds });
    if (processes > 1 && typeof objective === "function") {
      throw new ArgumentError(
        'Cannot search: objective must be a module, e.g. { module: "/path/file.js", name: "score" }, for several processes; received a function. A function cannot be sent to another process.',
      );
    }
    const memory = new TryMemory(file);
    const runner = startWorkers(objective, { processes });
    try {
      const trials = await work(async (candidates, budget) => {
        let done = 0;
        return Promise.all(
          candidates.map(async (settings) => {
            const trial = await tryCandidate(settings, { seeds, budget, runner, memory });
            onTrial?.(trial, { done: ++done, total: candidates.length });
            return trial;
          }),
        );
      });
      const ranked = rank(trials, direction);
      if (Number.isNaN(ranked[0]?.mean ?? NaN)) {
        throw new DataError(
          `Cannot search: objective must give a number for at least one candidate; every try failed, the first with: ${ranked[0]?.error ?? "no candidate"}`,
        );
      }
      return new SearchResult(ranked, direction);
    } finally {
      runner.stop();
    }
  });
}

async function tryCandidate(
  settings: Settings,
  context: { seeds: readonly number[]; budget: number; runner: Runner; memory: TryMemory },
): Promise<Trial> {
  const { seeds, budget, runner, memory } = context;
  const signal = interruptSignal();
  let error: string | undefined;
  const tries = await Promise.all(
    seeds.map(async (seed) => {
      const options: TryOptions = { seed, budget };
      const known = memory.find(settings, options);
      if (known) return known;
      const began = performance.now();
      try {
        const score = await runner.run(settings, options);
        if (signal.aborted) throw new InterruptError();
        const seconds = (performance.now() - began) / 1000;
        if (!Number.isFinite(score))
          throw new DataError(
            `Cannot rank a candidate: its score must be a finite number; received ${score}.`,
          );
        memory.keep(settings, options, { score, seconds });
        return { score, seconds };
      } catch (caught) {
        if (signal.aborted || caught instanceof InterruptError) throw new InterruptError();
        error ??= caught instanceof Error ? caught.message : String(caught);
        return { score: NaN, seconds: (performance.now() - began) / 1000 };
      }
    }),
  );
  const scores = tries.map((one) => one.score);
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const variance =
    scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / Math.max(1, scores.length - 1);
  return {
    settings,
    budget,
    scores,
    mean,
    spread: Math.sqrt(variance),
    seconds: tries.reduce((sum, one) => sum + one.seconds, 0),
    ...(error === undefined ? {} : { error }),
  };
}

/** Larger budgets first, then better means, failed candidates last. */
function rank(trials: readonly Trial[], direction: "smaller" | "larger"): Trial[] {
  const sign = direction === "smaller" ? 1 : -1;
  const value = (trial: Trial) => (Number.isNaN(trial.mean) ? Infinity : sign * trial.mean);
  const compare = (a: number, b: number) => (a === b ? 0 : a - b);
  return [...trials].sort(
    (a, b) =>
      Number(Number.isNaN(a.mean)) - Number(Number.isNaN(b.mean)) ||
      b.budget - a.budget ||
      compare(value(a), value(b)),
  );
}

/** Finished tries, kept in a file of JSON lines so that a killed search goes on. */
class TryMemory {
  private readonly known = new Map<string, { score: number; seconds: number }>();

  constructor(private readonly file: string | undefined) {
    if (file === undefined) return;
    mkdirSync(dirname(file), { recursive: true });
    if (!existsSync(file)) return;
    for (const line of readFileSync(file, "utf8").split("\n")) {
      try {
        const { key, score, seconds } = JSON.parse(line) as { key: string; score: number; seconds: number };
        this.known.set(key, { score, seconds });
      } catch {
        // The last line of a killed search may be cut short: that try is run again.
      }
    }
  }

  find(settings: Settings, options: TryOptions): { score: number; seconds: number } | undefined {
    return this.known.get(keyOf(settings, options));
  }

  keep(settings: Settings, options: TryOptions, result: { score: number; seconds: number }): void {
    const key = keyOf(settings, options);
    this.known.set(key, result);
    // A line break before as well: it ends a line that was cut short.
    if (this.file !== undefined) appendFileSync(this.file, `\n${JSON.stringify({ key, ...result })}\n`);
  }
}

function keyOf(settings: Settings, { seed, budget }: TryOptions): string {
  return JSON.stringify([Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1)), seed, budget]);
}

function write(value: unknown): string {
  return typeof value === "number" && !Number.isInteger(value) ? value.toPrecision(4) : String(value);
}
