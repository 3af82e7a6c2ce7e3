/** Tells what a cell has left behind, such as its widgets, when the cell is run again. */

/** Work that waits for cells to be run again. */
export class Reruns {
  private readonly waiting = new Map<string, (() => void)[]>();

  /** @param report - Takes what work threw. */
  constructor(private readonly report: (error: unknown) => void) {}

  /**
   * Keeps work until a cell is run again.
   *
   * @param cell - The cell's id in its notebook; without one, as in a console, a cell is never run again.
   * @param work - What to do then, once.
   */
  add(cell: string | undefined, work: () => void): void {
    if (cell === undefined) return;
    const works = this.waiting.get(cell);
    if (works) works.push(work);
    else this.waiting.set(cell, [work]);
  }

  /** Does what waits for a cell; called when it begins to run. */
  begin(cell: string | undefined): void {
    if (cell === undefined) return;
    const works = this.waiting.get(cell) ?? [];
    this.waiting.delete(cell);
    for (const work of works) {
      try {
        work();
      } catch (error) {
        this.report(error);
      }
    }
  }
}
