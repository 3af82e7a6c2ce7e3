/**
 * Catches what is written to the process' own descriptors 1 and 2, past `process.stdout`: by `fs.writeSync(1, …)`, by
 * child processes that inherit them, by native code.
 *
 * Two named pipes take the descriptors' places. The wire thread reads them, so that output of a child process comes
 * while the session waits for the child.
 */
import { execFile } from "node:child_process";
import { closeSync, constants, existsSync, mkdtempSync, openSync, readSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path = require("node:path");
import { StringDecoder } from "node:string_decoder";
import { promisify } from "node:util";

/** The two streams. */
export type StreamName = "stdout" | "stderr";

/** Named pipes that are to take the places of descriptors. */
export type Pipes = readonly { descriptor: number; file: string }[];

/** Lines of TensorFlow's library about itself; they are for the server's log. */
const NOTICE =
  /^(?:WARNING: All log messages before absl::InitializeLog|[IWEF]\d{4} \d\d:\d\d:\d\d\.\d+|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+: [IWEF] |To enable the following instructions: ).*(?:\n|$)/gm;

/** How often the pipes are looked at, in ms. */
const PERIOD = 40;

/** Reads the pipes; lives in the wire thread. */
export class DescriptorReader {
  private folder: string | undefined;
  private readonly sources: { name: StreamName; descriptor: number; decoder: StringDecoder }[] = [];
  private readonly chunk = Buffer.alloc(65_536);
  /** Where the process' own descriptor 2 led. */
  private log: number | undefined;

  /** @param publish - Sends text to the running cell. */
  constructor(private readonly publish: (name: StreamName, text: string) => void) {}

  /** The descriptor of the server's log. */
  get logDescriptor(): number {
    return this.log ?? 2;
  }

  /**
   * Makes the pipes.
   *
   * @returns Those to be opened by the session; none where the system has no named pipes.
   */
  async open(): Promise<Pipes> {
    const wanted: { name: StreamName; descriptor: number }[] = [{ name: "stdout", descriptor: 1 }];
    this.log = copyOf(2);
    // Without a way to the server's log the descriptor stays what it is.
    if (this.log !== undefined) wanted.push({ name: "stderr", descriptor: 2 });
    try {
      this.folder = mkdtempSync(path.join(tmpdir(), "kernel-output-"));
      const pipes = wanted.map(({ name, descriptor }) => ({
        name,
        descriptor,
        file: path.join(this.folder as string, name),
      }));
      await promisify(execFile)("mkfifo", ["-m", "600", ...pipes.map(({ file }) => file)]);
      const opened = pipes.map(({ name, descriptor, file }) => {
        const source = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
        this.sources.push({ name, descriptor: source, decoder: new StringDecoder("utf8") });
        const own = `/proc/self/fd/${source}`;
        return { descriptor, file: existsSync(own) ? own : file };
      });
      // Linux opens a pipe by its descriptor, too; then its name goes now, whatever ends the kernel later.
      if (opened.every(({ file }) => file.startsWith("/proc/"))) this.unlink();
      setInterval(() => this.drain(), PERIOD).unref();
      return opened;
    } catch {
      this.unlink();
      return [];
    }
  }

  /** Removes the pipes' names, once the session has opened them. */
  unlink(): void {
    if (this.folder !== undefined) rmSync(this.folder, { recursive: true, force: true });
    this.folder = undefined;
  }

  /** Sends what has been written so far. */
  drain(): void {
    for (const source of this.sources) {
      const { name, descriptor, decoder } = source;
      let text = "";
      for (let count = this.read(descriptor); count > 0; count = this.read(descriptor))
        text += decoder.write(this.chunk.subarray(0, count));
      const shown = name === "stderr" ? text.replace(NOTICE, "") : text;
      if (shown !== "") this.publish(name, shown);
    }
  }

  private read(descriptor: number): number {
    try {
      return readSync(descriptor, this.chunk);
    } catch {
      // Nothing has been written (EAGAIN).
      return 0;
    }
  }
}

/** Puts pipes in the places of the process' descriptors. */
export function takeDescriptors(pipes: Pipes): void {
  for (const { descriptor, file } of pipes) {
    // Opened for reading too, so that it never waits and never breaks; the lowest free number is taken.
    const spare = openSync(file, "r+");
    closeSync(descriptor);
    const taken = openSync(file, "r+");
    if (taken !== descriptor) closeSync(taken);
    closeSync(spare);
  }
}

function copyOf(descriptor: number): number | undefined {
  for (const folder of ["/proc/self/fd", "/dev/fd"]) {
    try {
      return openSync(`${folder}/${descriptor}`, "w");
    } catch {
      // A socket cannot be opened by its name.
    }
  }
  return undefined;
}
