/**
 * Captures what is written to the process' own descriptors 1 and 2, past `process.stdout`: by `fs.writeSync(1, …)`, by
 * child processes that inherit them, by native code.
 *
 * The descriptors are redirected to two named pipes. The wire thread reads them, so that output of a child process is
 * shown while the session waits for the child.
 */
import { execFile } from "node:child_process";
import { closeSync, constants, existsSync, mkdtempSync, openSync, readSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path = require("node:path");
import { StringDecoder } from "node:string_decoder";
import { promisify } from "node:util";

/** The two streams. */
export type StreamName = "stdout" | "stderr";

/** Named pipes to which descriptors are redirected. */
export type Pipes = readonly { descriptor: number; file: string }[];

/** Matches log lines of TensorFlow's library; they are for the server's log. */
const TENSORFLOW_LOG =
  /^(?:WARNING: All log messages before absl::InitializeLog|[IWEF]\d{4} \d\d:\d\d:\d\d\.\d+|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+: [IWEF] |To enable the following instructions: ).*(?:\n|$)/gm;

/** How often the pipes are read, in ms. */
const POLL_INTERVAL_MS = 40;

/** Reads the pipes; runs in the wire thread. */
export class DescriptorReader {
  private folder: string | undefined;
  private readonly sources: { name: StreamName; descriptor: number; decoder: StringDecoder }[] = [];
  private readonly chunk = Buffer.alloc(65_536);
  /** A copy of the process' descriptor 2 before it was redirected. */
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
    const streams: { name: StreamName; descriptor: number }[] = [{ name: "stdout", descriptor: 1 }];
    this.log = duplicateDescriptor(2);
    // Without a copy, the server's log could no longer be written to, so stderr is not redirected.
    if (this.log !== undefined) streams.push({ name: "stderr", descriptor: 2 });
    try {
      this.folder = mkdtempSync(path.join(tmpdir(), "kernel-output-"));
      const pipes = streams.map(({ name, descriptor }) => ({
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
      // On Linux a pipe can be opened by its descriptor, so its name is removed now: no file is left, however the kernel ends.
      if (opened.every(({ file }) => file.startsWith("/proc/"))) this.unlink();
      setInterval(() => this.drain(), POLL_INTERVAL_MS).unref();
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
      const shown = name === "stderr" ? text.replace(TENSORFLOW_LOG, "") : text;
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

/** Redirects the process' descriptors to the pipes. */
export function redirectDescriptors(pipes: Pipes): void {
  for (const { descriptor, file } of pipes) {
    // Opened for reading too, so that opening never blocks and writing never fails; a file gets the lowest free number.
    const spare = openSync(file, "r+");
    closeSync(descriptor);
    const taken = openSync(file, "r+");
    if (taken !== descriptor) closeSync(taken);
    closeSync(spare);
  }
}

function duplicateDescriptor(descriptor: number): number | undefined {
  for (const folder of ["/proc/self/fd", "/dev/fd"]) {
    try {
      return openSync(`${folder}/${descriptor}`, "w");
    } catch {
      // A socket cannot be opened by its name.
    }
  }
  return undefined;
}
