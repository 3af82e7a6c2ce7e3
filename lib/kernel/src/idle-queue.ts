/** Does work ahead while nobody waits for the kernel, in slices so small that a cell that comes is not held up. */

/** Work in slices: each step of the iterator is one. */
export type Slices = Iterable<unknown>;

/** How long nothing must have been asked for, in ms. */
const PAUSE = 200;
/** How long one turn may take before the kernel listens again, in ms. */
const SLICE = 5;

/** The kernel's odd jobs, one after the other. */
export class IdleWork {
  private readonly jobs: Iterator<unknown>[] = [];
  private timer: NodeJS.Timeout | undefined;
  private readonly setTimeout = setTimeout;
  private readonly clearTimeout = clearTimeout;

  /**
   * @param turn - Is given each turn of work, to run it between what must be done before and after.
   */
  constructor(private readonly turn: (work: () => void) => void = (work) => work()) {}

  /** Adds a job; it starts when the kernel has been idle for a while. */
  add(job: Slices): void {
    this.jobs.push(job[Symbol.iterator]());
  }

  /** Stops working; to be called when a request comes. */
  pause(): void {
    if (this.timer) this.clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** Goes on after a pause; to be called when the kernel has nothing to do. */
  resume({ pause = PAUSE }: { pause?: number } = {}): void {
    this.pause();
    if (this.jobs.length > 0) this.timer = this.setTimeout(() => this.turn(() => this.work()), pause);
  }

  private work(): void {
    const end = performance.now() + SLICE;
    do {
      const [job] = this.jobs;
      if (!job) return;
      if (this.step(job)) this.jobs.shift();
    } while (performance.now() < end);
    this.resume({ pause: 1 });
  }

  /** Returns true when the job is done. A job that fails is given up: what it would have spared is done when needed. */
  private step(job: Iterator<unknown>): boolean {
    try {
      return job.next().done === true;
    } catch {
      return true;
    }
  }
}
