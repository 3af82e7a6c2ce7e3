/** A running cell: who asked for it, where its output goes, and whether it was stopped; found again from any code it started. */
import { AsyncLocalStorage } from "node:async_hooks";
import { createHash } from "node:crypto";
import { InterruptError } from "./display/errors";
import type { Header } from "./protocol";

/** One execution of one cell. */
export class Cell {
  /** Fires when the cell is interrupted. */
  readonly abort = new AbortController();
  /** Trouble that came from work nobody awaits. */
  stray: unknown[] = [];
  /** Work that ends itself after an interrupt, see `runToEnd`. */
  readonly finishing = new Set<Promise<unknown>>();
  /** What interrupted work says of itself, such as which weights training kept. */
  notice: InterruptError | undefined;
  /** True while the request is being answered. */
  running = true;

  /**
   * @param count - The number in `In [count]`.
   * @param header - The request that started it.
   * @param options - `silent`: nothing is shown; `allowInput`: the front-end can be asked for text; `source`: the cell as
   * written; `id`: its name in the notebook, where the front end tells it.
   */
  constructor(
    readonly count: number,
    readonly header: Header,
    private readonly options: { silent: boolean; allowInput: boolean; source?: string; id?: string },
  ) {}

  /** How many names {@link makeName} has given; one count for all runs of the cell. */
  private names = { given: 0 };

  /**
   * The same cell, run on by a widget after its end: output goes to the cell's place, and an interrupt ends this
   * run alone.
   */
  again(): Cell {
    const run = new Cell(this.count, this.header, this.options);
    run.running = false;
    run.names = this.names;
    return run;
  }

  /** Makes a name that no other cell gives: the same when a fresh kernel runs the same notebook, so that saved notebooks agree. */
  makeName(): string {
    const text = JSON.stringify([this.count, this.source, ++this.names.given]);
    return createHash("sha256").update(text).digest("hex").slice(0, 32);
  }

  /** The cell's name in its notebook, the same in each run. */
  get id(): string | undefined {
    return this.options.id;
  }

  /** The cell as written. */
  get source(): string {
    return this.options.source ?? "";
  }

  /** True: nothing is shown. */
  get silent(): boolean {
    return this.options.silent;
  }

  /** True: the front-end can be asked for text. */
  get allowInput(): boolean {
    return this.options.allowInput;
  }

  /** True after an interrupt. */
  get interrupted(): boolean {
    return this.abort.signal.aborted;
  }

  /** Fulfilled when the cell is interrupted. */
  readonly stopped = new Promise<void>((resolve) => {
    this.abort.signal.addEventListener("abort", () => resolve(), { once: true });
  });

  /** Marks the cell as stopped: its timers and awaits go no further. */
  interrupt(): void {
    this.abort.abort(new InterruptError());
  }
}

/** What hangs on every piece of asynchronous work: its cell, and whether it may go on after an interrupt. */
interface Context {
  cell: Cell;
  toEnd: boolean;
}

const contexts = new AsyncLocalStorage<Context>();

/** Runs work as part of a cell. */
export function runInCell<T>(cell: Cell, work: () => T): T {
  return contexts.run({ cell, toEnd: false }, work);
}

/** The cell that the running code belongs to, or `undefined` for code of no cell. */
export function currentCell(): Cell | undefined {
  return contexts.getStore()?.cell;
}

/** Keeps what interrupted work says of itself for the cell's report. */
export function noteInterruption(error: unknown): void {
  const cell = contexts.getStore()?.cell;
  if (cell && error instanceof InterruptError) cell.notice ??= error;
}

/** True when the running code belongs to an interrupted cell and was not told to run to its end. */
export function isStopped(): boolean {
  const context = contexts.getStore();
  return context !== undefined && context.cell.interrupted && !context.toEnd;
}

/** Runs work whose timers and awaits go on after an interrupt; the cell waits a while for it. */
export function runCellToEnd<T>(work: () => T): T {
  const context = contexts.getStore();
  if (!context) return work();
  const result = contexts.run({ cell: context.cell, toEnd: true }, work);
  if (isPromise(result)) {
    const { finishing } = context.cell;
    const ended: Promise<void> = result.then(
      () => void finishing.delete(ended),
      () => void finishing.delete(ended),
    );
    finishing.add(ended);
  }
  return result;
}

function isPromise(value: unknown): value is Promise<unknown> {
  return (
    typeof value === "object" && value !== null && typeof (value as Promise<unknown>).then === "function"
  );
}
