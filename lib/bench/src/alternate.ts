/** Measures peers in turn, so that what else the machine does meets all of them alike. */
import type { Details, Peer } from "./peer";
import { median } from "./table";

/** What came of one operation with one peer. */
export interface Figure {
  /** The median of the times, in milliseconds; `undefined` when the peer could not do it. */
  readonly ms: number | undefined;
  /** Every time, in the order of the rounds. */
  readonly times: readonly number[];
  /** The number by which results are compared. */
  readonly check: number | undefined;
  /** What a reader must know about the figure. */
  readonly note: string | undefined;
  /** What the peer told besides, one for each time; missing when it told nothing. */
  readonly details?: readonly Details[];
}

/** Operation → peer's name → figure. */
export type Figures = Record<string, Record<string, Figure>>;

/**
 * Measures every operation with every peer, `rounds` times, peer after peer within each operation.
 *
 * @param peers - Who is measured; the first one's results are what the others' are compared with.
 * @param options.operations - In the order in which they depend on each other.
 * @param options.rounds - How often.
 * @param options.long - An operation that took longer, in milliseconds, is not asked for again.
 * @param options.report - Hears before each round which it is.
 */
export async function alternate(
  peers: readonly Peer[],
  {
    operations,
    rounds,
    long = 30_000,
    report = () => undefined,
  }: { operations: readonly string[]; rounds: number; long?: number; report?: (round: number) => void },
): Promise<Figures> {
  const runs = new Map<string, Run>();
  for (let round = 1; round <= rounds; round++) {
    report(round);
    for (const operation of operations) {
      for (const peer of peers) {
        const key = JSON.stringify([operation, peer.name]);
        const run = runs.get(key) ?? { times: [] };
        runs.set(key, run);
        if (run.problem !== undefined || run.times.some((ms) => ms > long)) continue;
        const answer = await peer.ask(operation);
        if ("problem" in answer) run.problem = answer.problem;
        else {
          run.times.push(answer.ms);
          run.check ??= answer.check;
          if (answer.details) (run.details ??= []).push(answer.details);
        }
      }
    }
  }
  const figureOf = (operation: string, peer: Peer): Figure => {
    const reference = runs.get(JSON.stringify([operation, peers[0]?.name]));
    return toFigure(runs.get(JSON.stringify([operation, peer.name])) ?? { times: [] }, { reference, rounds });
  };
  return Object.fromEntries(
    operations.map((operation) => [
      operation,
      Object.fromEntries(peers.map((peer) => [peer.name, figureOf(operation, peer)])),
    ]),
  );
}

interface Run {
  times: number[];
  check?: number;
  problem?: string;
  details?: Details[];
}

function toFigure(
  { times, check, problem, details }: Run,
  { reference, rounds }: { reference: Run | undefined; rounds: number },
): Figure {
  const ms = problem === undefined ? median(times) : undefined;
  const note = noteOf({ times, check, problem }, reference?.check, { rounds });
  return { ms, times, check, note, ...(details ? { details } : {}) };
}

function noteOf(
  { times, check, problem }: Partial<Run> & { times: number[] },
  wanted: number | undefined,
  { rounds }: { rounds: number },
): string | undefined {
  if (problem !== undefined) return problem;
  if (check !== undefined && wanted !== undefined && !sameNumber(check, wanted))
    return `gives another result: ${check} for ${wanted}`;
  return times.length < rounds
    ? `took ${(Math.max(...times) / 1000).toFixed(0)} s, run ${times.length === 1 ? "once" : `${times.length} times`}`
    : undefined;
}

/** Equal to six digits: the peers add up in different orders, and one keeps 32-bit numbers. */
export function sameNumber(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(a), Math.abs(b));
}

/**
 * How many times as long as the fastest of the others one peer takes.
 *
 * @param figures - Peer's name → figure, of one operation; figures of other results do not count.
 * @param name - The peer in question.
 * @returns The ratio, below 1 when it is faster than all; `undefined` without a figure to compare.
 */
export function ratioToFastest(figures: Readonly<Record<string, Figure>>, name: string): number | undefined {
  const own = figures[name];
  if (own?.ms === undefined) return undefined;
  const others = Object.entries(figures).flatMap(([other, { ms, check }]) => {
    const same = check !== undefined && own.check !== undefined && sameNumber(check, own.check);
    return other !== name && ms !== undefined && same ? [ms] : [];
  });
  return others.length === 0 ? undefined : own.ms / Math.min(...others);
}
