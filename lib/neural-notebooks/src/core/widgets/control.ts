/** A control: a typed value that the learner sets in the notebook and code reads, sets and listens to. */
import { inspect } from "node:util";
import { displaySymbol, type Displayable, type MimeBundle } from "../display";
import { bindToCell, type WidgetModel, type WidgetView } from "./model";

/** The definition of a kind of control. */
export interface ControlSpec<T> {
  /** What it is called in text, such as `"slider from 0 to 1"`. */
  kind: string;
  /** The attribute of the model that holds the value. */
  key: string;
  /** Reads the attribute; the front end may have set anything. */
  read(raw: unknown): T;
  /** Writes a value as the attribute. */
  write(value: T): unknown;
  /** Throws unless the control can have the value; returns it as the control rounds it. */
  check(value: T): T;
  /** The value as text. */
  text(value: T): string;
  /** All values, for controls that have few. */
  all?(): readonly T[];
  /** The model that the front end draws, where it is not the control's own. */
  view?: WidgetModel;
}

/** One control of a notebook. As the last line of a cell it is drawn; without a live notebook it is a plain value. */
export class Control<T> implements Displayable, WidgetView {
  private currentValue: T;
  /** `never`, so that a control of numbers is also a control of anything, as `interact` takes it. */
  private readonly listeners = new Set<(value: never) => void>();

  constructor(
    private readonly model: WidgetModel,
    private readonly spec: ControlSpec<T>,
  ) {
    this.currentValue = spec.read(model.get(spec.key));
    model.onFrontEnd((changed) => {
      if (spec.key in changed) this.applyFrontEndChange(changed[spec.key]);
    });
  }

  /** The value: what the learner chose last, or the code. */
  get value(): T {
    return this.currentValue;
  }

  /** Sets the value, moves the control and calls the listeners; refuses what the control cannot show. */
  set value(next: T) {
    const value = this.spec.check(next);
    if (same(value, this.currentValue)) return;
    this.currentValue = value;
    this.model.set({ [this.spec.key]: this.spec.write(value) });
    this.notifyListeners();
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
   * @param listener - Called with the value.
   * @returns A function that ends the listening.
   */
  onChange(listener: (value: T) => unknown): () => void {
    const bound = bindToCell(listener);
    this.listeners.add(bound);
    return () => void this.listeners.delete(bound);
  }

  /** All values that the control can have; `undefined` where there are infinitely many. */
  values(): readonly T[] | undefined {
    return this.spec.all?.();
  }

  /** A value as text, as the control shows it. */
  textOf(value: T): string {
    return this.spec.text(value);
  }

  /** The model that a box draws. */
  get view(): WidgetModel {
    return this.spec.view ?? this.model;
  }

  /** The control as text: label, value and kind. */
  toString(): string {
    const label = this.label;
    return `${label ? `${label}: ` : ""}${this.spec.text(this.currentValue)} (${this.spec.kind})`;
  }

  /** The formats for a notebook: the control, and text. */
  [displaySymbol](): MimeBundle {
    return this.view.bundle(this.toString());
  }

  /** Plain kernels print values with `inspect`. */
  [inspect.custom](): string {
    return this.toString();
  }

  private applyFrontEndChange(raw: unknown): void {
    const value = this.spec.read(raw);
    const written = this.spec.write(value);
    // The front end's sliders add up steps, which gives 0.30000000000000004; larger differences are sent back.
    if (!same(raw, written)) this.model.set({ [this.spec.key]: written });
    if (same(value, this.currentValue)) return;
    this.currentValue = value;
    this.notifyListeners();
  }

  private notifyListeners(): void {
    for (const listener of [...this.listeners]) (listener as (value: T) => void)(this.currentValue);
  }
}

function same(a: unknown, b: unknown): boolean {
  if (typeof a === "number" && typeof b === "number")
    return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b));
  if (typeof a === "object" && typeof b === "object") return JSON.stringify(a) === JSON.stringify(b);
  return Object.is(a, b);
}
