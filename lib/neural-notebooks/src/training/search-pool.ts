/** Runs an objective here, one try after the other, or in several processes side by side. */
import { fork, type ChildProcess } from "node:child_process";
import { resolve } from "node:path";
import { InterruptError, NeuralNotebooksError, cannot } from "../core/errors";
import { interruptSignal } from "../core/display";
import type { Settings } from "./search-space";

/** What a try is given besides the settings. */
export interface TryOptions {
  readonly seed: number;
  /** What it may spend, e.g. epochs. */
  readonly budget: number;
}

/** Gives the score of a candidate. */
export type Objective = (settings: Settings, options: TryOptions) => number | Promise<number>;

/** A JavaScript module that exports an {@link Objective}. */
export interface ObjectiveModule {
  /** Path of the file. */
  readonly module: string;
  /** Name of the export. */
  readonly name?: string;
}

/** Runs tries. */
export interface Runner {
  run(settings: Settings, options: TryOptions): Promise<number>;
  /** Ends all that still runs. */
  stop(): void;
}

/** What goes to a worker, and what comes back. */
export interface TryMessage {
  readonly settings: Settings;
  readonly options: TryOptions;
}
export type TryReply = { readonly score: number } | { readonly error: string };

interface Task extends TryMessage {
  readonly resolve: (score: number) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Makes a runner.
 *
 * @param objective - A function (run here) or a module (run in processes of its own).
 * @param options - `processes` that run side by side.
 */
export function startWorkers(objective: Objective | ObjectiveModule, options: { processes: number }): Runner {
  return typeof objective === "function" ? runHere(objective) : new Pool(objective, options.processes);
}

function runHere(objective: Objective): Runner {
  const signal = interruptSignal();
  let last: Promise<unknown> = Promise.resolve();
  return {
    run(settings, options) {
      const next = last.then(() => {
        if (signal.aborted) throw new InterruptError();
        return objective(settings, options);
      });
      last = next.catch(() => undefined);
      return next;
    },
    stop: () => undefined,
  };
}

/** Processes that take the next task when they are free. */
class Pool implements Runner {
  private readonly waiting: Task[] = [];
  private readonly busy = new Map<ChildProcess, Task>();
  private readonly idle: ChildProcess[] = [];
  private stopped = false;

  constructor(
    private readonly objective: ObjectiveModule,
    private readonly processes: number,
  ) {
    interruptSignal().addEventListener("abort", () => this.stop(), { once: true });
  }

  run(settings: Settings, options: TryOptions): Promise<number> {
    return new Promise((resolvePromise, reject) => {
      this.waiting.push({ settings, options, resolve: resolvePromise, reject });
      this.next();
    });
  }

  stop(): void {
    this.stopped = true;
    for (const task of [...this.waiting.splice(0), ...this.busy.values()]) task.reject(new InterruptError());
    for (const child of [...this.idle.splice(0), ...this.busy.keys()]) child.kill("SIGKILL");
    this.busy.clear();
  }

  private next(): void {
    while (!this.stopped && this.waiting.length > 0) {
      const child = this.idle.pop() ?? (this.busy.size < this.processes ? this.startProcess() : undefined);
      if (!child) return;
      const task = this.waiting.shift() as Task; // The loop's condition says there is one.
      this.busy.set(child, task);
      child.send({ settings: task.settings, options: task.options } satisfies TryMessage);
    }
  }

  private startProcess(): ChildProcess {
    const { module, name = "default" } = this.objective;
    // TensorFlow's log goes to stderr: it is read for the message of a crash, and not shown.
    const child = fork(resolve(__dirname, "search-worker.js"), [resolve(module), name], {
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      execArgv: [],
    });
    let log = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (log = (log + text).slice(-2000)));
    child.on("message", (reply: TryReply) => {
      const task = this.busy.get(child);
      this.busy.delete(child);
      this.idle.push(child);
      if ("score" in reply) task?.resolve(reply.score);
      else task?.reject(new NeuralNotebooksError(reply.error));
      this.next();
    });
    child.on("exit", (code, signal) => {
      const task = this.busy.get(child);
      this.busy.delete(child);
      if (this.idle.includes(child)) this.idle.splice(this.idle.indexOf(child), 1);
      const received = `a process that ended with ${signal ?? `code ${code}`}: ${log.trim().split("\n").at(-1) ?? ""}`;
      task?.reject(
        cannot("try a candidate", { argument: "objective", must: "a function that returns", received }),
      );
      this.next();
    });
    return child;
  }
}
