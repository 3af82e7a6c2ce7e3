/** A control: a typed value that the learner sets in the notebook and code reads, sets and listens to. */
import { inspect } from "node:util";
import { displaySymbol, type Displayable, type MimeBundle } from "../display";
import { bindToCell, type WidgetModel, type WidgetView } from "./model";

/** What makes a control of one kind. */
export interface ControlParts<T> {
  /** What it is called in text, such as `"slider from 0 to 1"`. */
  kind: string;
  /** The attribute of the model that holds the value. */
  key: string;
  /** Reads the attribute; the front end may have set anything. */
  read(raw: unknown): T;
  /** Writes a value as the attribute. */
  write(value: T): unknown;
  /** Throws unless the control can take the value; gives the value as it will stand. */
  check(value: T): T;
  /** The value in words. */
  text(value: T): string;
  /** All values, for controls that have few. */
  all?(): readonly T[];
  /** What the front end shows, where it is more than the model. */
  view?: WidgetModel;
}

/** One control of a notebook. As the last line of a cell it is drawn; without a live notebook it is a plain value. */
export class Control<T> implements Displayable, WidgetView {
  private current: T;
  /** `never`, so that a control of numbers is also a control of anything, as `interact` takes it. */
  private readonly listeners = new Set<(value: never) => void>();

  constructor(
    private readonly model: WidgetModel,
    private readonly parts: ControlParts<T>,
  ) {
    this.current = parts.read(model.get(parts.key));
    model.onFrontEnd((changed) => {
      if (parts.key in changed) this.take(changed[parts.key]);
    });
  }

  /** The value: what the learner chose last, or the code. */
  get value(): T {
    return this.current;
  }

  /** Sets the value, moves the control and calls the listeners; refuses what the control cannot show. */
  set value(next: T) {
    const value = this.parts.check(next);
    if (same(value, this.current)) return;
    this.current = value;
    this.model.set({ [this.parts.key]: this.parts.write(value) });
    this.tell();
  }

  /** The text beside the control. */
  get label(): string {
    const text = this.model.get("description");
    return typeof text === "string" ? text : "";
  }

  /** Changes the text beside the control. */
  set label(text: string) {
    this.model.set({ description: text });
  }

  /**
   * Calls a function with each new value. What it shows and prints goes to the cell that calls `onChange`.
   *
   * @param heard - Is given the value.
   * @returns A function that ends the listening.
   */
  onChange(heard: (value: T) => unknown): () => void {
    const bound = bindToCell(heard);
    this.listeners.add(bound);
    return () => void this.listeners.delete(bound);
  }

  /** All values that the control can take; `undefined` where there is no end of them. */
  values(): readonly T[] | undefined {
    return this.parts.all?.();
  }

  /** A value in words, as the control shows it. */
  textOf(value: T): string {
    return this.parts.text(value);
  }

  /** What a box shows of it. */
  get view(): WidgetModel {
    return this.parts.view ?? this.model;
  }

  /** The control in words: label, value and kind. */
  toString(): string {
    const label = this.label;
    return `${label ? `${label}: ` : ""}${this.parts.text(this.current)} (${this.parts.kind})`;
  }

  /** The formats for a notebook: the control, and text. */
  [displaySymbol](): MimeBundle {
    return this.view.bundle(this.toString());
  }

  /** Plain kernels print values with `inspect`. */
  [inspect.custom](): string {
    return this.toString();
  }

  private take(raw: unknown): void {
    const value = this.parts.read(raw);
    const written = this.parts.write(value);
    // The front end's sliders add steps up, which leaves 0.30000000000000004; anything more is put right there.
    if (!same(raw, written)) this.model.set({ [this.parts.key]: written });
    if (same(value, this.current)) return;
    this.current = value;
    this.tell();
  }

  private tell(): void {
    for (const heard of [...this.listeners]) (heard as (value: T) => void)(this.current);
  }
}

function same(a: unknown, b: unknown): boolean {
  if (typeof a === "number" && typeof b === "number")
    return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b));
  if (typeof a === "object" && typeof b === "object") return JSON.stringify(a) === JSON.stringify(b);
  return Object.is(a, b);
}
