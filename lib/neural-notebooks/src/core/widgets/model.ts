/** A widget's state, synchronised with the front end once it is shown; without a live notebook a plain value. */
import {
  hostSymbol,
  type CommChannel,
  type CommMessage,
  type MimeBundle,
  type NotebookHost,
} from "../display";

/** The MIME type of a widget view in a notebook's output. */
export const WIDGET_MIME = "application/vnd.jupyter.widget-view+json";

/** The version of the widget messaging protocol, sent with each comm. */
const PROTOCOL = { version: "2.1.0" } as const;

/** Attributes of a widget by their names in the front end: JSON, binary arrays, and other models. */
export type WidgetState = Readonly<Record<string, unknown>>;

/** Anything that can be put into a box or be shown by itself. */
export interface WidgetView {
  /** The model that the front end draws. */
  readonly view: WidgetModel;
}

/** The kernel behind a live notebook that carries comms; `undefined` elsewhere. */
export function liveHost(): (NotebookHost & Required<Pick<NotebookHost, "openComm">>) | undefined {
  const host = (globalThis as { [hostSymbol]?: NotebookHost })[hostSymbol];
  return host?.openComm ? (host as NotebookHost & Required<Pick<NotebookHost, "openComm">>) : undefined;
}

/** Binds a listener to the running cell, so that what it shows goes there; without a kernel it runs as it is. */
export function bindToCell<Args extends unknown[]>(
  listener: (...args: Args) => unknown,
): (...args: Args) => void {
  return liveHost()?.bind?.(listener) ?? listener;
}

/** One model of Jupyter's widget protocol. */
export class WidgetModel {
  private channel: CommChannel | undefined;
  private readonly state: Record<string, unknown>;
  /** The executions of cells whose outputs show it. */
  private readonly shownIn = new Set<string>();
  private readonly listeners = new Set<(changed: WidgetState) => void>();
  private readonly customListeners = new Set<(content: unknown, buffers: readonly Uint8Array[]) => void>();

  /** @param state - All attributes, those that name the front end's classes (`_model_name` …) among them. */
  constructor(state: WidgetState) {
    this.state = { ...state };
  }

  /** The current value of an attribute, whichever side set it. */
  get(key: string): unknown {
    return this.state[key];
  }

  /** Sets attributes and sends them to the front end. */
  set(changes: WidgetState): void {
    Object.assign(this.state, changes);
    if (!this.channel) return;
    const { state, buffer_paths, buffers } = pack(changes);
    this.channel.send({ method: "update", state, buffer_paths }, { buffers });
  }

  /** Sends a custom message, with binary parts where there are any. */
  sendCustom(content: unknown, buffers: readonly ArrayBufferView[] = []): void {
    this.channel?.send({ method: "custom", content }, { buffers });
  }

  /** Adds a listener for changes by the front end, before {@link connect} or after. */
  onFrontEnd(listener: (changed: WidgetState) => void): void {
    this.listeners.add(listener);
  }

  /** Adds a listener for custom messages, such as a button's click. */
  onCustom(listener: (content: unknown, buffers: readonly Uint8Array[]) => void): void {
    this.customListeners.add(listener);
  }

  /**
   * Opens the comm, those of inner models first; once only.
   *
   * @returns The model's id; `undefined` where no notebook is live.
   */
  connect(): string | undefined {
    if (this.channel) return this.channel.id;
    const host = liveHost();
    if (!host) return undefined;
    const { state, buffer_paths, buffers } = pack(this.state);
    const options = { metadata: PROTOCOL, buffers };
    this.channel = host.openComm("jupyter.widget", { state, buffer_paths }, options);
    this.channel.onMessage((message) => this.receive(message));
    return this.channel.id;
  }

  /** Closes the widget in the front end; the value stays. */
  close(): void {
    this.channel?.close();
    this.channel = undefined;
  }

  /** Closes it, and all models within, unless another cell still shows them; one that is shown again is opened anew. */
  closeUnshown(): void {
    for (const model of this.reachableModels()) if (model.shownIn.size === 0) model.close();
  }

  /** The formats for a notebook: the live widget where there is one, and text. */
  bundle(text: string, more: MimeBundle = {}): MimeBundle {
    const id = this.connect();
    const plain = { ...more, "text/plain": text };
    if (id === undefined) return plain;
    this.showInCell();
    return { [WIDGET_MIME]: { version_major: 2, version_minor: 0, model_id: id }, ...plain };
  }

  /** Records that the running cell shows it and all models within, until the cell is run again. */
  private showInCell(): void {
    const host = liveHost();
    const run = host?.execution?.();
    if (run === undefined) return;
    for (const model of this.reachableModels()) model.shownIn.add(run);
    host?.onRerun?.(() => {
      for (const model of this.reachableModels()) model.shownIn.delete(run);
    });
  }

  private reachableModels(found = new Set<WidgetModel>()): Set<WidgetModel> {
    if (found.has(this)) return found;
    found.add(this);
    for (const model of modelsIn(this.state)) model.reachableModels(found);
    return found;
  }

  private receive({ data, buffers }: CommMessage): void {
    if (data["method"] === "custom") {
      for (const listener of [...this.customListeners]) listener(data["content"], buffers);
      return;
    }
    if (data["method"] !== "update") return;
    const state = unpack(data, buffers);
    Object.assign(this.state, state);
    // Other windows that show the notebook get the change, and the sender its confirmation.
    const { state: echoed, buffer_paths, buffers: parts } = pack(state);
    this.channel?.send({ method: "echo_update", state: echoed, buffer_paths }, { buffers: parts });
    for (const listener of [...this.listeners]) listener(state);
  }
}

interface Packed {
  state: Record<string, unknown>;
  buffer_paths: (string | number)[][];
  buffers: ArrayBufferView[];
}

/** Serializes a state as the protocol requires: models as references, binary arrays as buffers. */
function pack(state: WidgetState): Packed {
  const packed: Packed = { state: {}, buffer_paths: [], buffers: [] };
  const write = (value: unknown, path: (string | number)[]): unknown => {
    if (value instanceof WidgetModel) return `IPY_MODEL_${value.connect()}`;
    if (ArrayBuffer.isView(value)) {
      packed.buffer_paths.push(path);
      packed.buffers.push(value);
      return null;
    }
    if (Array.isArray(value)) return value.map((item, i) => write(item, [...path, i]));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(entriesOf(value, path, write));
  };
  packed.state = Object.fromEntries(entriesOf(state, [], write));
  return packed;
}

/** The models that a state refers to. */
function modelsIn(value: unknown): WidgetModel[] {
  if (value instanceof WidgetModel) return [value];
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return [];
  return Object.values(value).flatMap(modelsIn);
}

/** The entries of an object without those that are binary; in a list, a binary item becomes `null`. */
function entriesOf(
  value: object,
  path: (string | number)[],
  write: (value: unknown, path: (string | number)[]) => unknown,
): [string, unknown][] {
  return Object.entries(value).flatMap(([key, item]): [string, unknown][] => {
    const written = write(item, [...path, key]);
    return ArrayBuffer.isView(item) ? [] : [[key, written]];
  });
}

/** Puts binary parts back into the state. */
function unpack(data: WidgetState, buffers: readonly Uint8Array[]): Record<string, unknown> {
  const state = structuredClone((data["state"] ?? {}) as Record<string, unknown>);
  const paths = (data["buffer_paths"] ?? []) as (string | number)[][];
  paths.forEach((path, i) => {
    const place = path.slice(0, -1).reduce((at, key) => at[key] as Record<string, unknown>, state);
    const last = path.at(-1);
    if (last !== undefined) place[last] = buffers[i];
  });
  return state;
}
