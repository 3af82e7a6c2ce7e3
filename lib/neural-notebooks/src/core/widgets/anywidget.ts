/** A widget whose front end is a module of your own, by the conventions of anywidget. */
import { inspect } from "node:util";
import { cannot } from "../errors";
import { displaySymbol, type Displayable, type MimeBundle } from "../display";
import { bindToCell, WidgetModel, type WidgetState, type WidgetView } from "./model";
import { makeModel } from "./model-factory";

/** The front-end module of a widget and its first state. */
export interface AnyWidgetOptions<State extends object> {
  /** The source of a JavaScript module that exports `default { render({ model, el }) }`. */
  esm: string;
  /** Style sheet of the widget. */
  css?: string;
  /** The values that both sides share: JSON or binary arrays. */
  state: State;
  /** The widget as text, where it cannot be drawn. */
  text?: (state: State) => string;
}

/** A widget with values of its own and a module that draws them. */
export class AnyWidget<State extends object> implements Displayable, WidgetView {
  readonly view: WidgetModel;
  private readonly listeners = new Set<(state: State) => void>();
  private currentState: State;
  private readonly text: (state: State) => string;

  constructor(options: AnyWidgetOptions<State>) {
    const { esm, css = "", state, text = inspect } = options;
    if (typeof esm !== "string" || esm.trim() === "")
      throw cannot("make a widget", { argument: "esm", must: "the source of a module", received: esm });
    const reserved = Object.keys(state).find((key) => key.startsWith("_"));
    if (reserved !== undefined)
      throw cannot("make a widget", {
        argument: "state",
        must: "without names that begin with _",
        received: reserved,
      });
    this.currentState = { ...state };
    this.text = (now) => text(now);
    this.view = makeModel({
      name: "Any",
      style: null,
      from: { module: "anywidget", version: ANYWIDGET_VERSION },
      state: { _esm: esm, _css: css, _anywidget_id: "neural-notebooks.AnyWidget", ...state },
    });
    this.view.onFrontEnd((changed) => this.applyFrontEndChange(changed));
  }

  /** The current shared values. */
  get state(): Readonly<State> {
    return this.currentState;
  }

  /** Sets shared values; the front-end module gets the event `change:name`. */
  set(changes: Partial<State>): void {
    this.currentState = { ...this.currentState, ...changes };
    this.view.set(changes);
    this.notifyListeners();
  }

  /**
   * Calls a function when either side changes the values.
   *
   * @param listener - Called with the values.
   * @returns A function that ends the listening.
   */
  onChange(listener: (state: Readonly<State>) => unknown): () => void {
    const bound = bindToCell(listener);
    this.listeners.add(bound);
    return () => void this.listeners.delete(bound);
  }

  /** Sends a message with binary parts; the front-end module gets the event `msg:custom`. */
  send(content: unknown, buffers: readonly ArrayBufferView[] = []): void {
    this.view.sendCustom(content, buffers);
  }

  /**
   * Calls a function with each message that the module sends by `model.send(content, undefined, buffers)`.
   *
   * @param listener - Called with the content and the binary parts.
   */
  onMessage(listener: (content: unknown, buffers: readonly Uint8Array[]) => unknown): void {
    this.view.onCustom(bindToCell(listener));
  }

  /** The widget as text. */
  toString(): string {
    return this.text(this.currentState);
  }

  /** The formats for a notebook: the widget, and text. */
  [displaySymbol](): MimeBundle {
    return this.view.bundle(this.toString());
  }

  /** Plain kernels print values with `inspect`. */
  [inspect.custom](): string {
    return this.toString();
  }

  private applyFrontEndChange(changed: WidgetState): void {
    const own = Object.entries(changed).filter(([key]) => key in this.currentState);
    if (own.length === 0) return;
    this.currentState = { ...this.currentState, ...(Object.fromEntries(own) as Partial<State>) };
    this.notifyListeners();
  }

  private notifyListeners(): void {
    for (const listener of [...this.listeners]) listener(this.currentState);
  }
}

/** The version of anywidget's front end that requirements.txt pins. */
const ANYWIDGET_VERSION = "~0.11.0";

/**
 * Makes a widget with a front-end module of your own (`@anywidget`).
 *
 * @param options - Module, style sheet, shared values and text.
 * @returns The widget; as the last line of a cell it is drawn.
 * @throws ArgumentError when there is no module, or a value's name begins with `_`.
 * @example
 * const counter = anyWidget({ esm: "export default { render({ model, el }) { el.textContent = model.get('count'); } }", state: { count: 3 } });
 * assert.equal(counter.state.count, 3);
 */
export function anyWidget<State extends object>(options: AnyWidgetOptions<State>): AnyWidget<State> {
  return new AnyWidget(options);
}
