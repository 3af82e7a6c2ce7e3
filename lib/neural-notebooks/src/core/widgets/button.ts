/** A button that calls listeners when it is pressed, and counts its presses. */
import { inspect } from "node:util";
import { displaySymbol, type Displayable, type MimeBundle } from "../display";
import { bindToCell, type WidgetModel, type WidgetView } from "./model";
import { makeModel } from "./model-factory";

/** How a button looks. */
export interface ButtonOptions {
  /** Its colour by purpose ("", plain). */
  look?: "" | "primary" | "success" | "info" | "warning" | "danger";
  /** The tooltip. */
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

  /** Disables or enables it. */
  set disabled(disabled: boolean) {
    this.view.set({ disabled });
  }

  /**
   * Calls a function at each press. What it shows and prints goes to the cell that calls `onPress`.
   *
   * @param listener - Called at each press.
   * @returns A function that ends the listening.
   */
  onPress(listener: () => unknown): () => void {
    const bound = bindToCell(listener);
    this.listeners.add(bound);
    return () => void this.listeners.delete(bound);
  }

  /** Presses it, as a click does. */
  press(): void {
    this.pressed++;
    for (const listener of [...this.listeners]) listener();
  }

  /** The button as text. */
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
