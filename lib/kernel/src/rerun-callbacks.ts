/** Keeps callbacks until a cell is run again, such as those that close its widgets. */

/** The callbacks of a session. */
export class RerunCallbacks {
  private readonly callbacks = new Map<string, (() => void)[]>();

  /** @param report - Called with what a callback threw. */
  constructor(private readonly report: (error: unknown) => void) {}

  /**
   * Registers a callback for the next run of a cell.
   *
   * @param cell - The cell's id in its notebook; without one, as in a console, a cell is never run again.
   * @param work - Called once.
   */
  add(cell: string | undefined, work: () => void): void {
    if (cell === undefined) return;
    const works = this.callbacks.get(cell);
    if (works) works.push(work);
    else this.callbacks.set(cell, [work]);
  }

  /** Calls the callbacks of a cell; to be called when it begins to run. */
  run(cell: string | undefined): void {
    if (cell === undefined) return;
    const works = this.callbacks.get(cell) ?? [];
    this.callbacks.delete(cell);
    for (const work of works) {
      try {
        work();
      } catch (error) {
        this.report(error);
      }
    }
  }
}
