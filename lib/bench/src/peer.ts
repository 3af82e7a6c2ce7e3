/** Runs each peer of a bench as a process of its own, which is asked for one operation after the other. */
import { spawn, type ChildProcess } from "node:child_process";
import { createInterface, type Interface } from "node:readline";

/** What a peer answers: how long the operation took and a number that tells whether it did the same as the others; or why not. */
export type Answer = Measured | { readonly problem: string };

/** A time, the check, and what else a bench wants to know of a measurement. */
export interface Measured {
  readonly ms: number;
  readonly check: number;
  readonly details?: Details;
}

/** Anything that can be written as JSON. */
export type Details = Readonly<Record<string, unknown>>;

/** Something that can be measured. */
export interface Peer {
  readonly name: string;
  ask(operation: string): Promise<Answer>;
}

/** One operation of a peer: does the work, and gives what {@link serve} turns into the check when time has stopped, or a measurement of its own. */
export type Operation = () => Finish | Promise<Finish>;
type Finish = () => number | Measured;

/** A peer that is a program: it reads `{"operation": name}` from stdin and writes an {@link Answer} to stdout, each a line of JSON. */
export class ProgramPeer implements Peer {
  private child: ChildProcess | undefined;
  private lines: Interface | undefined;

  /**
   * @param name - The peer's name in the table.
   * @param options.command - Program and arguments.
   * @param options.first - The operation that a new process needs before any other.
   * @param options.env - The environment; this process' own when not given.
   * @param options.limit - Milliseconds after which an operation is given up and the process ended.
   */
  constructor(
    readonly name: string,
    private readonly options: {
      command: readonly string[];
      first: string;
      limit: number;
      env?: NodeJS.ProcessEnv;
    },
  ) {}

  /** Asks for an operation; starts the program where it does not run. */
  async ask(operation: string): Promise<Answer> {
    if (!this.child) {
      const [file = "", ...args] = this.options.command;
      this.child = spawn(file, args, { stdio: ["pipe", "pipe", "ignore"], env: this.options.env });
      // A program that has ended says so by the close of its output; writing to it must not end the bench.
      this.child.on("error", () => undefined);
      this.child.stdin?.on("error", () => undefined);
      this.lines = createInterface({ input: this.child.stdout as NodeJS.ReadableStream });
      if (operation !== this.options.first) {
        const answer = await this.exchange(this.options.first);
        if ("problem" in answer) return answer;
      }
    }
    return this.exchange(operation);
  }

  /** Ends the program. */
  close(): void {
    this.lines?.close();
    this.child?.kill("SIGKILL");
    this.child = this.lines = undefined;
  }

  private exchange(operation: string): Promise<Answer> {
    const { child, lines } = this;
    if (!child || !lines) return Promise.resolve({ problem: "the program has ended" });
    return new Promise((resolve) => {
      const finish = (answer: Answer, { over }: { over: boolean }): void => {
        clearTimeout(timer);
        lines.off("line", onLine).off("close", onClose);
        if (over) this.close();
        resolve(answer);
      };
      const onLine = (line: string): void => {
        // Libraries print notices to stdout too.
        if (line.startsWith("{")) finish(JSON.parse(line) as Answer, { over: false });
      };
      const onClose = (): void => finish({ problem: "the program ended" }, { over: true });
      const tooLong = (): void =>
        finish({ problem: `not done after ${this.options.limit / 1000} s` }, { over: true });
      const timer = setTimeout(tooLong, this.options.limit);
      lines.on("line", onLine).once("close", onClose);
      child.stdin?.write(`${JSON.stringify({ operation })}\n`);
    });
  }
}

/**
 * Answers on stdout what is asked for on stdin; the other end of {@link ProgramPeer} for programs in TypeScript.
 *
 * @param operations - What the peer can do, by name, or a function that finds it.
 */
export async function serve(
  operations: Readonly<Record<string, Operation>> | ((name: string) => Operation | undefined),
): Promise<void> {
  const find = typeof operations === "function" ? operations : (name: string) => operations[name];
  for await (const line of createInterface({ input: process.stdin })) {
    const { operation } = JSON.parse(line) as { operation: string };
    process.stdout.write(`${JSON.stringify(await timed(find(operation)))}\n`);
  }
}

async function timed(operation: Operation | undefined): Promise<Answer> {
  if (!operation) return { problem: "has no such operation" };
  try {
    const started = performance.now();
    const finish = await operation();
    const ms = performance.now() - started;
    const result = finish();
    return typeof result === "number" ? { ms, check: result } : result;
  } catch (error) {
    return { problem: `failed: ${error instanceof Error ? error.message : String(error)}` };
  }
}
