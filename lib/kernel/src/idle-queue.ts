/** Runs background jobs while the kernel is idle, in slices so short that a request hardly waits for them. */

/** A job in slices: each step of the iterator is one. */
export type IdleJob = Iterable<unknown>;

/** How long the kernel must have been idle before jobs start, in ms. */
const IDLE_DELAY_MS = 200;
/** After how long jobs yield to the event loop, in ms. */
const SLICE_BUDGET_MS = 5;

/** A queue of background jobs, run one after the other. */
export class IdleQueue {
  private readonly jobs: Iterator<unknown>[] = [];
  private timer: NodeJS.Timeout | undefined;
  private readonly setTimeout = setTimeout;
  private readonly clearTimeout = clearTimeout;

  /**
   * @param runSlice - Calls the work of each slice; what must happen before and after a slice can be done there.
   */
  constructor(private readonly runSlice: (work: () => void) => void = (work) => work()) {}

  /** Adds a job; it starts after {@link IDLE_DELAY_MS}. */
  add(job: IdleJob): void {
    this.jobs.push(job[Symbol.iterator]());
  }

  /** Stops working; to be called when a request comes. */
  pause(): void {
    if (this.timer) this.clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** Goes on after a pause; to be called when the kernel has nothing to do. */
  resume({ pause = IDLE_DELAY_MS }: { pause?: number } = {}): void {
    this.pause();
    if (this.jobs.length > 0) this.timer = this.setTimeout(() => this.runSlice(() => this.work()), pause);
  }

  private work(): void {
    const end = performance.now() + SLICE_BUDGET_MS;
    do {
      const [job] = this.jobs;
      if (!job) return;
      if (this.step(job)) this.jobs.shift();
    } while (performance.now() < end);
    this.resume({ pause: 1 });
  }

  /** Returns true when the job is done. A job that fails is dropped: its work is done when it is needed. */
  private step(job: Iterator<unknown>): boolean {
    try {
      return job.next().done === true;
    } catch {
      return true;
    }
  }
}
