/** A widget whose front end is a module of your own, by the conventions of anywidget. */
import { inspect } from "node:util";
import { cannot } from "../errors";
import { displaySymbol, type Displayable, type MimeBundle } from "../display";
import { bindToCell, WidgetModel, type WidgetState, type WidgetView } from "./model";
import { makeModel } from "./parts";

/** The front end of a widget and what it begins with. */
export interface AnyWidgetOptions<State extends object> {
  /** The source of a JavaScript module that exports `default { render({ model, el }) }`. */
  esm: string;
  /** Style sheet of the widget. */
  css?: string;
  /** The values that both sides share: JSON or binary arrays. */
  state: State;
  /** The widget in words, where it cannot be drawn. */
  text?: (state: State) => string;
}

/** A widget with values of its own and a module that draws them. */
export class AnyWidget<State extends object> implements Displayable, WidgetView {
  readonly view: WidgetModel;
  private readonly listeners = new Set<(state: State) => void>();
  private current: State;
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
    this.current = { ...state };
    this.text = (now) => text(now);
    this.view = makeModel({
      name: "Any",
      style: null,
      from: { module: "anywidget", version: ANYWIDGET_VERSION },
      state: { _esm: esm, _css: css, _anywidget_id: "neural-notebooks.AnyWidget", ...state },
    });
    this.view.onFrontEnd((changed) => this.take(changed));
  }

  /** The shared values as they stand. */
  get state(): Readonly<State> {
    return this.current;
  }

  /** Sets shared values; the front end's module hears of them by `model.on("change:name")`. */
  set(changes: Partial<State>): void {
    this.current = { ...this.current, ...changes };
    this.view.set(changes);
    this.tell();
  }

  /**
   * Calls a function when either side changes the values.
   *
   * @param heard - Is given the values.
   * @returns A function that ends the listening.
   */
  onChange(heard: (state: Readonly<State>) => unknown): () => void {
    const bound = bindToCell(heard);
    this.listeners.add(bound);
    return () => void this.listeners.delete(bound);
  }

  /** Sends a message with binary parts; the module hears it by `model.on("msg:custom")`. */
  send(content: unknown, buffers: readonly ArrayBufferView[] = []): void {
    this.view.sendCustom(content, buffers);
  }

  /**
   * Calls a function with each message that the module sends by `model.send(content, undefined, buffers)`.
   *
   * @param heard - Is given the content and the binary parts.
   */
  onMessage(heard: (content: unknown, buffers: readonly Uint8Array[]) => unknown): void {
    this.view.onCustom(bindToCell(heard));
  }

  /** The widget in words. */
  toString(): string {
    return this.text(this.current);
  }

  /** The formats for a notebook: the widget, and text. */
  [displaySymbol](): MimeBundle {
    return this.view.bundle(this.toString());
  }

  /** Plain kernels print values with `inspect`. */
  [inspect.custom](): string {
    return this.toString();
  }

  private take(changed: WidgetState): void {
    const own = Object.entries(changed).filter(([key]) => key in this.current);
    if (own.length === 0) return;
    this.current = { ...this.current, ...(Object.fromEntries(own) as Partial<State>) };
    this.tell();
  }

  private tell(): void {
    for (const heard of [...this.listeners]) heard(this.current);
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
