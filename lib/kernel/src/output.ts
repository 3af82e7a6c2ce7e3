/** Turns what cells print into few, large stream messages, each under the cell that printed it. */
import { StringDecoder } from "node:string_decoder";
import { truncateText } from "./display/value-text";
import { currentCell, type Cell } from "./cell";

/** The two streams of a cell. */
export type StreamName = "stdout" | "stderr";

/** Sends one stream message. */
export type StreamSender = (cell: Cell, name: StreamName, text: string) => void;

/** Printed text is buffered for so long, in ms … */
const FLUSH_DELAY_MS = 50;
/** … or until the buffer has so many characters. */
const MAX_BUFFERED_CHARACTERS = 65_536;

interface Pending {
  name: StreamName;
  text: string;
  since: number;
}

/** Buffers printed text per cell. */
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

  /** Replaces the `write` of `process.stdout` and `process.stderr`, to which `console` writes too. */
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

  /** Adds text to the buffer, and sends it when the buffer is full or old. */
  write(cell: Cell, name: StreamName, text: string): void {
    if (cell.silent || text === "") return;
    let entry = this.pending.get(cell);
    if (entry && entry.name !== name) {
      this.flush(cell);
      entry = undefined;
    }
    if (!entry) this.pending.set(cell, (entry = { name, text: "", since: Date.now() }));
    entry.text += truncateText(text);
    // In a loop that never yields no timer fires, so the time is checked here too.
    if (entry.text.length >= MAX_BUFFERED_CHARACTERS || Date.now() - entry.since >= FLUSH_DELAY_MS)
      this.flush(cell);
    else this.timer ??= this.setTimeout(() => this.flushAll(), FLUSH_DELAY_MS);
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
