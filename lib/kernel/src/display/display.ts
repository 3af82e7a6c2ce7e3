/** Shows values in a notebook and tells long work of interrupts, whichever kernel runs. */
import { inspect } from "node:util";
import { InterruptError } from "./errors";
import { valueText } from "./value-text";

/** One value in several formats: MIME type → content (text, JSON, or base64 for pictures). */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** The method that gives a value's formats: `value[displaySymbol]()` returns a {@link MimeBundle}. */
export const displaySymbol: unique symbol = Symbol.for("Jupyter.display") as never;

/** A value with formats of its own. */
export interface Displayable {
  /** The formats in which a notebook shows it. */
  [displaySymbol](): MimeBundle;
}

/** Options of {@link display}. */
export interface DisplayOptions {
  /** The id to update the output by; generated when left out. */
  id?: string;
  /**
   * True: the notebook keeps the id beside the output, as `display_id`, so that a page that was loaded again can
   * still show updates (false).
   */
  keepId?: boolean;
}

/** What the kernel offers to the library; installed by the course kernel under {@link hostSymbol}. */
export interface NotebookHost {
  /** Shows a bundle in the running cell, or replaces the one shown before under the same id. */
  publish(data: MimeBundle, options: { id: string; update: boolean; keepId?: boolean }): void;
  /** Clears the running cell's output; with `wait`, when the next output comes. */
  clearOutput(wait: boolean): void;
  /** Asks the learner for a line of text. */
  input(prompt: string, options: { password: boolean }): Promise<string>;
  /** Shows a bundle in the front-end's pager, when the cell has ended. */
  page(data: MimeBundle): void;
  /** Fires when the running cell is interrupted. */
  signal(): AbortSignal;
  /** Runs work whose timers go on after an interrupt, for work that ends itself on the signal. */
  runToEnd<T>(work: () => T): T;
  /** The id of the execution that the running code belongs to; the same for all asynchronous work that it starts. */
  execution?(): string | undefined;
  /** The number of the cell that the running code belongs to, as in `[3]:` beside it. */
  cellNumber?(): number | undefined;
  /** Forgets the names and values of earlier cells at the end of the running cell. */
  reset?(): void;
  /** Whether cells that follow are refused for any type error, or only for what cannot run. */
  strictTypes?(strict: boolean): void;
  /**
   * Binds work to the running cell: whenever it is called, its output and its errors go to that cell, and it never throws.
   * An interrupt ends one call, not those that follow.
   */
  bind?<Args extends unknown[]>(work: (...args: Args) => unknown): (...args: Args) => void;
  /**
   * Runs work after all listeners to the front end's message that is being handled, and before the kernel says that it
   * is idle; when no message is handled, or a newer one of its comm waits already, a little later.
   */
  afterMessage?(work: () => void): void;
  /** Runs work when the running cell is run again, before it runs; never where the front end sends no ids of cells. */
  onRerun?(work: () => void): void;
  /** Opens a comm, Jupyter's channel between a kernel and a front end. */
  openComm?(target: string, data: CommData, options?: CommPayload): CommChannel;
  /** Registers a target: `handler` is called with each comm that a front end opens for it. */
  registerTarget?(target: string, handler: (channel: CommChannel, message: CommMessage) => unknown): void;
}

/** The JSON part of a comm message. */
export type CommData = Readonly<Record<string, unknown>>;

/** What a comm message can carry beside its data. */
export interface CommPayload {
  /** JSON that describes the message, such as the version of a protocol. */
  metadata?: CommData;
  /** Binary parts; they are copied when sent. */
  buffers?: readonly ArrayBufferView[];
}

/** A comm message that came in. */
export interface CommMessage {
  readonly data: CommData;
  readonly metadata: CommData;
  readonly buffers: readonly Uint8Array[];
}

/** One open comm. */
export interface CommChannel {
  readonly id: string;
  /** Sends a message; after the end of the channel it does nothing. */
  send(data: CommData, options?: CommPayload): void;
  /** Ends the channel and tells the other side. */
  close(data?: CommData): void;
  /** Sets the handler of the other side's messages, in place of an earlier one. */
  onMessage(handler: (message: CommMessage) => unknown): void;
  /** Sets the handler of the channel's end by the other side. */
  onClose(handler: () => unknown): void;
}

/** Where the kernel puts its {@link NotebookHost} on `globalThis`. */
export const hostSymbol: unique symbol = Symbol.for("tslab-kernel.host") as never;

/** An output that can be replaced in place. */
export class DisplayHandle {
  private shown = false;

  constructor(
    readonly id: string,
    private readonly publish: NotebookHost["publish"],
    private readonly keepId = false,
  ) {}

  /** Shows the value, in place of what this handle showed before. */
  update(value: unknown): void {
    const bundle = bundleOf(value);
    // It has shown itself already.
    if (Object.keys(bundle).length === 0) return;
    const kept = this.keepId ? { keepId: true } : {};
    this.publish(bundle, { id: this.id, update: this.shown, ...kept });
    this.shown = true;
  }
}

let displayCount = 0;

/**
 * Shows a value in the running cell: a chart, a frame, text, or anything that `console.log` can print.
 *
 * @param value - What to show; a value with a `Symbol.for("Jupyter.display")` method is asked for its formats.
 * @param options - `id` to find the output again.
 * @returns A handle whose `update` replaces the output in place.
 * @example
 * const handle = display("epoch 1");
 * handle.update("epoch 2");
 */
export function display(value: unknown, options: DisplayOptions = {}): DisplayHandle {
  const { id = `display-${process.pid}-${Date.now().toString(36)}-${++displayCount}`, keepId } = options;
  const handle = new DisplayHandle(id, publisher(), keepId);
  handle.update(value);
  return handle;
}

/**
 * Clears the running cell's output.
 *
 * @param options - `wait` (false): keep the old output until the next comes, so that nothing flickers.
 */
export function clearOutput(options: { wait?: boolean } = {}): void {
  host()?.clearOutput(options.wait ?? false);
}

/**
 * Shows a value in the front-end's pager (JupyterLab: a panel below), for long text that would swamp a cell.
 *
 * @param value - What to show.
 */
export function page(value: unknown): void {
  const notebook = host();
  if (notebook) notebook.page(bundleOf(value));
  else display(value);
}

/**
 * Asks the learner for a line of text.
 *
 * @param prompt - The question.
 * @param options - `password` (false): hide what is typed.
 * @throws NeuralNotebooksError where nobody can be asked, as in an unattended run.
 */
export async function input(prompt = "", options: { password?: boolean } = {}): Promise<string> {
  const { password = false } = options;
  const notebook = host();
  if (notebook) return notebook.input(prompt, { password });
  const { createInterface } = await import("node:readline/promises");
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await terminal.question(prompt);
  } finally {
    terminal.close();
  }
}

/**
 * Gives a value's formats, as the last line of a cell would show it.
 *
 * @param value - Anything.
 * @returns A bundle with at least `text/plain`; an empty one for a value that its cell has shown already.
 * @example
 * assert.deepEqual(bundleOf("text"), { "text/plain": "text" });
 */
export function bundleOf(value: unknown): MimeBundle {
  if (isDisplayable(value)) {
    const bundle = value[displaySymbol]();
    // A value that its cell has shown already has nothing more to show.
    if (Object.keys(bundle).length === 0) return bundle;
    return "text/plain" in bundle ? bundle : { ...bundle, "text/plain": inspect(value) };
  }
  return { "text/plain": valueText(value) };
}

/** True when a value has formats of its own. */
export function isDisplayable(value: unknown): value is Displayable {
  return (
    (typeof value === "object" || typeof value === "function") &&
    value !== null &&
    typeof (value as Partial<Displayable>)[displaySymbol] === "function"
  );
}

/** True when a notebook shows our output: the course kernel or stock tslab. */
export function inNotebook(): boolean {
  return host() !== undefined || tslabWriter() !== undefined;
}

/** The number of the cell that the running code belongs to; `undefined` where it is not known. */
export function cellNumber(): number | undefined {
  return host()?.cellNumber?.();
}

/** The signal that fires when the running cell is interrupted; outside a notebook it never fires. */
export function interruptSignal(): AbortSignal {
  return host()?.signal() ?? new AbortController().signal;
}

/**
 * Throws when the running cell has been interrupted; for loops that do not await.
 *
 * @throws InterruptError after the stop button.
 */
export function throwIfInterrupted(): void {
  if (interruptSignal().aborted) throw new InterruptError();
}

/**
 * Runs work that listens to {@link interruptSignal} and ends itself, such as a training loop that
 * restores its best weights: its timers go on after an interrupt, those of other work never fire.
 */
export function runToEnd<T>(work: () => T): T {
  const notebook = host();
  return notebook ? notebook.runToEnd(work) : work();
}

/** The kernel behind the notebook; `undefined` on stock tslab, in tests and in plain programs. */
function host(): NotebookHost | undefined {
  return (globalThis as { [hostSymbol]?: NotebookHost })[hostSymbol];
}

/** The function that shows a bundle: by the course kernel, by stock tslab, or as plain text on stdout. */
function publisher(): NotebookHost["publish"] {
  const notebook = host();
  if (notebook) return (data, options) => notebook.publish(data, options);
  const write = tslabWriter();
  if (write) {
    return (data, { id, update }) => write({ data, metadata: {}, transient: { display_id: id } }, update);
  }
  return (data) => process.stdout.write(`${String(data["text/plain"])}\n`);
}

type TslabWriter = (
  message: { data: MimeBundle; metadata: object; transient: { display_id: string } },
  update: boolean,
) => void;

/** Stock tslab keeps the running cell's writer in a module variable; its public `display` sends one format only. */
function tslabWriter(): TslabWriter | undefined {
  for (const [file, module] of Object.entries(require.cache)) {
    if (/[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(file)) {
      return (
        (module?.exports as { lastWriteDisplayData?: TslabWriter | null } | undefined)
          ?.lastWriteDisplayData ?? undefined
      );
    }
  }
  return undefined;
}
