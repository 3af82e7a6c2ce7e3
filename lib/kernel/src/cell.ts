/** The execution of a cell: its request, where its output goes, and whether it was interrupted; asynchronous code it started finds it again. */
import { AsyncLocalStorage } from "node:async_hooks";
import { createHash } from "node:crypto";
import { InterruptError } from "./display/errors";
import type { Header } from "./protocol";

/** One execution of one cell. */
export class Cell {
  /** Fires when the cell is interrupted. */
  readonly abort = new AbortController();
  /** Unhandled rejections and uncaught exceptions of work that the cell started. */
  unhandledErrors: unknown[] = [];
  /** Pending work that goes on after an interrupt until it ends itself, see `runToEnd`. */
  readonly finishing = new Set<Promise<unknown>>();
  /** The error of the work that was interrupted, where it says more than the general one, such as which weights are kept. */
  interruptNotice: InterruptError | undefined;
  /** True while the request is being answered. */
  running = true;

  /**
   * @param count - The number in `In [count]`.
   * @param header - The request that started it.
   * @param options - `silent`: nothing is shown; `allowInput`: the front-end can be asked for text; `source`: the cell as
   * written; `id`: the cell's id in the notebook, where the front end sends it.
   */
  constructor(
    readonly count: number,
    readonly header: Header,
    private readonly options: { silent: boolean; allowInput: boolean; source?: string; id?: string },
  ) {}

  /** How many ids {@link nextId} has made; shared by the cell and its callbacks. */
  private ids = { count: 0 };

  /**
   * The cell as the owner of one callback that runs after its end, such as a widget's handler: output goes to the cell, and
   * an interrupt ends this callback alone.
   */
  forCallback(): Cell {
    const run = new Cell(this.count, this.header, this.options);
    run.running = false;
    run.ids = this.ids;
    return run;
  }

  /** Makes an id that is unique in the session and the same when another kernel runs the same notebook, so that saved notebooks agree. */
  nextId(): string {
    const text = JSON.stringify([this.count, this.source, ++this.ids.count]);
    return createHash("sha256").update(text).digest("hex").slice(0, 32);
  }

  /** The cell's id in its notebook, the same in each run. */
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

  /** Interrupts the cell: its timers and awaits go no further. */
  interrupt(): void {
    this.abort.abort(new InterruptError());
  }
}

/** What every asynchronous operation inherits: its cell, and whether it may go on after an interrupt. */
interface Context {
  cell: Cell;
  uninterruptible: boolean;
}

const contexts = new AsyncLocalStorage<Context>();

/** Runs work as part of a cell. */
export function runInCell<T>(cell: Cell, work: () => T): T {
  return contexts.run({ cell, uninterruptible: false }, work);
}

/** The cell that the running code belongs to, or `undefined` for code of no cell. */
export function currentCell(): Cell | undefined {
  return contexts.getStore()?.cell;
}

/** Keeps the error of interrupted work for the cell's report. */
export function recordInterruption(error: unknown): void {
  const cell = contexts.getStore()?.cell;
  if (cell && error instanceof InterruptError) cell.interruptNotice ??= error;
}

/** True when the running code belongs to an interrupted cell and is not uninterruptible. */
export function isStopped(): boolean {
  const context = contexts.getStore();
  return context !== undefined && context.cell.interrupted && !context.uninterruptible;
}

/** Runs work whose timers and awaits go on after an interrupt; the cell waits a while for it. */
export function runUninterruptible<T>(work: () => T): T {
  const context = contexts.getStore();
  if (!context) return work();
  const result = contexts.run({ cell: context.cell, uninterruptible: true }, work);
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
