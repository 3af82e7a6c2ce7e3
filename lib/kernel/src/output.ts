/** Turns what cells print into few, large stream messages, each under the cell that printed it. */
import { StringDecoder } from "node:string_decoder";
import { cutText } from "./display/value-text";
import { currentCell, type Cell } from "./cell";

/** The two streams of a cell. */
export type StreamName = "stdout" | "stderr";

/** Sends one stream message. */
export type StreamSender = (cell: Cell, name: StreamName, text: string) => void;

/** Printed text is joined for so long, in ms … */
const DELAY = 50;
/** … or until it is so much, in characters. */
const LIMIT = 65_536;

interface Pending {
  name: StreamName;
  text: string;
  since: number;
}

/** Joins printed text per cell. */
export class OutputCapture {
  private readonly pending = new Map<Cell, Pending>();
  private timer: NodeJS.Timeout | undefined;
  // Taken before the kernel wraps the timers of cells.
  private readonly setTimeout = setTimeout;

  /**
   * @param send - Sends a stream message.
   * @param fallback - The cell for output of code that belongs to none (callbacks of native code).
   */
  constructor(
    private readonly send: StreamSender,
    private readonly fallback: () => Cell | undefined,
  ) {}

  /** Takes over `process.stdout` and `process.stderr`, so that `console` and all who print there are heard. */
  install(): void {
    for (const name of ["stdout", "stderr"] as const) {
      const stream = process[name];
      const decoder = new StringDecoder("utf8");
      const original = stream.write.bind(stream);
      stream.write = (chunk: string | Uint8Array, encoding?: unknown, callback?: unknown): boolean => {
        const cell = currentCell() ?? this.fallback();
        if (!cell) return original(chunk);
        const done = typeof encoding === "function" ? encoding : callback;
        const plain = typeof encoding !== "string" || /^utf-?8$/i.test(encoding);
        const bytes =
          typeof chunk === "string"
            ? Buffer.from(chunk, plain ? "utf8" : (encoding as BufferEncoding))
            : Buffer.from(chunk);
        this.write(cell, name, typeof chunk === "string" && plain ? chunk : decoder.write(bytes));
        if (typeof done === "function") process.nextTick(done);
        return true;
      };
    }
  }

  /** Adds text; it is sent soon, at once when it is much, and in order. */
  write(cell: Cell, name: StreamName, text: string): void {
    if (cell.silent || text === "") return;
    let entry = this.pending.get(cell);
    if (entry && entry.name !== name) {
      this.flush(cell);
      entry = undefined;
    }
    if (!entry) this.pending.set(cell, (entry = { name, text: "", since: Date.now() }));
    entry.text += cutText(text);
    // A loop that never yields lets no timer fire, so the clock is looked at here too.
    if (entry.text.length >= LIMIT || Date.now() - entry.since >= DELAY) this.flush(cell);
    else this.timer ??= this.setTimeout(() => this.flushAll(), DELAY);
  }

  /** Sends what a cell has printed so far; called before any other message of that cell. */
  flush(cell: Cell): void {
    const entry = this.pending.get(cell);
    if (!entry) return;
    this.pending.delete(cell);
    this.send(cell, entry.name, entry.text);
  }

  private flushAll(): void {
    this.timer = undefined;
    for (const cell of [...this.pending.keys()]) this.flush(cell);
  }
}
