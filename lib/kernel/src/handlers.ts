/** Runs callbacks of cells that have ended: handlers of comm messages, and the work that follows a message. */
import { runInCell, type Cell } from "./cell";
import type { Header } from "./protocol";

/** An interrupt reaches the newest runs of handlers, so many of them; older ones have ended long since. */
const MAX_INTERRUPTIBLE_RUNS = 50;

/** The handlers of a session. */
export class Handlers {
  /** The header of the message that is being handled: the parent of what is sent meanwhile. */
  private currentMessage: Header | undefined;
  /** Work to be done after that message; `undefined` where none is handled, or the message is superseded. */
  private afterMessage: (() => void)[] | undefined;
  /** Ends the handling of the message where a handler was terminated by an interrupt. */
  private resolveMessage: (() => void) | undefined;
  private readonly runs: Cell[] = [];
  // Taken before the timers of cells are wrapped.
  private readonly setImmediate = setImmediate;
  private readonly setTimeout = setTimeout;

  /** @param report - Called with what a handler threw. */
  constructor(private readonly report: (error: unknown) => void) {}

  /** The message that is being handled. */
  get message(): Header | undefined {
    return this.currentMessage;
  }

  /**
   * Binds work to a cell, so that its output and its errors belong there, and an interrupt reaches it.
   *
   * @returns The work, to be called whenever it is due.
   */
  bind<Args extends unknown[]>(
    owner: Cell | undefined,
    work: (...args: Args) => unknown,
  ): (...args: Args) => void {
    if (!owner) return work;
    return (...args) => {
      const run = owner.forCallback();
      this.runs.push(run);
      if (this.runs.length > MAX_INTERRUPTIBLE_RUNS) this.runs.shift();
      runInCell(run, () => this.runReporting(() => work(...args)));
    };
  }

  /**
   * Handles a message outside of any promise, so that an interrupt can terminate a handler that never ends.
   *
   * @param message - Its header.
   * @param handle - Calls its handlers.
   * @param options.superseded - A newer message of the same comm waits already, so work is not run after this one.
   * @returns When all is done, or was terminated.
   */
  async handle(message: Header, handle: () => void, { superseded }: { superseded: boolean }): Promise<void> {
    await new Promise<void>((resolve) => {
      this.resolveMessage = resolve;
      this.setImmediate(() => {
        this.currentMessage = message;
        this.afterMessage = superseded ? undefined : [];
        handle();
        for (let work = this.afterMessage?.shift(); work; work = this.afterMessage?.shift())
          this.runReporting(work);
        resolve();
      });
    });
    const remaining = this.afterMessage ?? [];
    this.currentMessage = this.afterMessage = this.resolveMessage = undefined;
    // Left over only where an interrupt terminated a handler; the work of the others is still to be done.
    remaining.forEach((work) => this.after(work));
  }

  /** Runs work at the end of the message that is being handled, else a little later. */
  after(work: () => void): void {
    if (this.afterMessage) this.afterMessage.push(work);
    else this.setTimeout(work, 0);
  }

  /** Interrupts the running handlers. */
  interrupt(): void {
    for (const run of this.runs.splice(0)) run.interrupt();
    this.resolveMessage?.();
  }

  private runReporting(work: () => unknown): void {
    try {
      const result = work();
      if (result instanceof Promise) result.catch((error: unknown) => this.report(error));
    } catch (error) {
      this.report(error);
    }
  }
}
