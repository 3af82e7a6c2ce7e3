/** Runs what a cell has left behind for later: handlers of widgets' messages, and work that follows them. */
import { runInCell, type Cell } from "./cell";
import type { Header } from "./protocol";

/** So many runs of handlers hear the stop button; older ones have ended long since. */
const RECENT_RUNS = 50;

/** The handlers of a session. */
export class Handlers {
  /** The message that is being handled: what is sent meanwhile answers it. */
  private current: Header | undefined;
  /** What is to be done at the end of that message; `undefined` where nothing waits for its end. */
  private afterwards: (() => void)[] | undefined;
  /** Lets the next request come where a handler was torn by the stop button. */
  private leave: (() => void) | undefined;
  private readonly runs: Cell[] = [];
  // Taken before the timers of cells are wrapped.
  private readonly setImmediate = setImmediate;
  private readonly setTimeout = setTimeout;

  /** @param report - Takes what a handler threw. */
  constructor(private readonly report: (error: unknown) => void) {}

  /** The message that is being handled. */
  get message(): Header | undefined {
    return this.current;
  }

  /**
   * Ties work to a cell, so that its output and its errors belong there, and the stop button means it.
   *
   * @returns The work, to be called whenever it is due.
   */
  bind<Args extends unknown[]>(
    owner: Cell | undefined,
    work: (...args: Args) => unknown,
  ): (...args: Args) => void {
    if (!owner) return work;
    return (...args) => {
      const run = owner.again();
      this.runs.push(run);
      if (this.runs.length > RECENT_RUNS) this.runs.shift();
      runInCell(run, () => this.attempt(() => work(...args)));
    };
  }

  /**
   * Handles a message outside of any promise, so that the stop button can tear a handler that never ends.
   *
   * @param message - Its header.
   * @param handle - Calls its handlers.
   * @param options.overtaken - A newer message of the same kind waits already: nothing waits for the end of this one.
   * @returns When all is done, or was torn.
   */
  async handle(message: Header, handle: () => void, { overtaken }: { overtaken: boolean }): Promise<void> {
    await new Promise<void>((resolve) => {
      this.leave = resolve;
      this.setImmediate(() => {
        this.current = message;
        this.afterwards = overtaken ? undefined : [];
        handle();
        for (let work = this.afterwards?.shift(); work; work = this.afterwards?.shift()) this.attempt(work);
        resolve();
      });
    });
    const left = this.afterwards ?? [];
    this.current = this.afterwards = this.leave = undefined;
    // The stop button tore one of the handlers; the others are owed their work.
    left.forEach((work) => this.after(work));
  }

  /** Runs work at the end of the message that is being handled, else a little later. */
  after(work: () => void): void {
    if (this.afterwards) this.afterwards.push(work);
    else this.setTimeout(work, 0);
  }

  /** Stops what runs. */
  interrupt(): void {
    for (const run of this.runs.splice(0)) run.interrupt();
    this.leave?.();
  }

  private attempt(work: () => unknown): void {
    try {
      const result = work();
      if (result instanceof Promise) result.catch((error: unknown) => this.report(error));
    } catch (error) {
      this.report(error);
    }
  }
}
