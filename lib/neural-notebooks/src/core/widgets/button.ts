/** A button: calls functions when it is pressed, and counts how often. */
import { inspect } from "node:util";
import { displaySymbol, type Displayable, type MimeBundle } from "../display";
import { bindToCell, type WidgetModel, type WidgetView } from "./model";
import { makeModel } from "./parts";

/** How a button looks. */
export interface ButtonOptions {
  /** The colour that says what it does (""): plain unless told. */
  look?: "" | "primary" | "success" | "info" | "warning" | "danger";
  /** What is said when the pointer rests on it. */
  tooltip?: string;
  /** Called when it is pressed; the same as {@link Button.onPress}. */
  onPress?: () => unknown;
}

/** One button of a notebook. */
export class Button implements Displayable, WidgetView {
  readonly view: WidgetModel;
  private readonly listeners = new Set<() => void>();
  private pressed = 0;

  /**
   * @param label - The text on it.
   * @param options - Look, tooltip and what it does.
   */
  constructor(label: string, options: ButtonOptions = {}) {
    const { look = "", tooltip = null, onPress } = options;
    const state = { button_style: look, description: label, disabled: false, icon: "", tooltip };
    // A label is never cut: the button grows with it.
    const layout = { width: "auto", min_width: "80px" };
    this.view = makeModel({ name: "Button", style: "ButtonStyle", layout, state });
    this.view.onCustom((content) => {
      if ((content as { event?: string } | null)?.event === "click") this.press();
    });
    if (onPress) this.onPress(onPress);
  }

  /** How often it was pressed. */
  get presses(): number {
    return this.pressed;
  }

  /** The text on it. */
  get label(): string {
    return String(this.view.get("description"));
  }

  /** Changes the text on it. */
  set label(text: string) {
    this.view.set({ description: text });
  }

  /** True: it is grey and cannot be pressed. */
  get disabled(): boolean {
    return this.view.get("disabled") === true;
  }

  /** Makes it grey, or has it back. */
  set disabled(disabled: boolean) {
    this.view.set({ disabled });
  }

  /**
   * Calls a function at each press. What it shows and prints goes to the cell that calls `onPress`.
   *
   * @param heard - What to do.
   * @returns A function that ends the listening.
   */
  onPress(heard: () => unknown): () => void {
    const bound = bindToCell(heard);
    this.listeners.add(bound);
    return () => void this.listeners.delete(bound);
  }

  /** Presses it, as a click does. */
  press(): void {
    this.pressed++;
    for (const heard of [...this.listeners]) heard();
  }

  /** The button in words. */
  toString(): string {
    return `[ ${this.label} ] (button)`;
  }

  /** The formats for a notebook: the button, and text. */
  [displaySymbol](): MimeBundle {
    return this.view.bundle(this.toString());
  }

  /** Plain kernels print values with `inspect`. */
  [inspect.custom](): string {
    return this.toString();
  }
}

/**
 * Makes a button.
 *
 * @param label - The text on it.
 * @param options - Look, tooltip and `onPress`.
 * @returns The button; as the last line of a cell it is drawn.
 * @example
 * const again = button("Draw again");
 * again.press();
 * assert.equal(again.presses, 1);
 */
export function button(label: string, options: ButtonOptions = {}): Button {
  return new Button(label, options);
}
