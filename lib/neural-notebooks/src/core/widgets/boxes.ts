/** Boxes that arrange widgets, and widgets without a value: outputs, a progress bar. */
import { inspect } from "node:util";
import { cannot } from "../errors";
import { bundleOf, displaySymbol, type Displayable, type MimeBundle } from "../display";
import { checkNumber } from "../shape";
import type { WidgetModel, WidgetView } from "./model";
import { makeModel, type LayoutState } from "./model-factory";

/** A widget that shows something and has no value. */
export class Panel implements Displayable, WidgetView {
  constructor(
    readonly view: WidgetModel,
    private readonly text: () => string,
  ) {}

  /** Changes its layout; `null` resets an attribute. */
  layout(changes: LayoutState): void {
    (this.view.get("layout") as WidgetModel).set(changes);
  }

  /** The panel as text. */
  toString(): string {
    return this.text();
  }

  /** The formats for a notebook: the panel, and text. */
  [displaySymbol](): MimeBundle {
    return this.view.bundle(this.toString());
  }

  /** Plain kernels print values with `inspect`. */
  [inspect.custom](): string {
    return this.toString();
  }
}

/** How a box is laid out. */
export interface BoxOptions {
  /** CSS by the names of ipywidgets' `Layout`, such as `{ align_items: "center" }`. */
  layout?: LayoutState;
}

/**
 * Puts widgets beside each other.
 *
 * @param children - Controls, buttons, boxes.
 * @param options - Layout.
 * @throws ArgumentError when a child is no widget.
 * @example
 * assert.equal(String(hbox([button("Stop"), button("Go")])), "[ Stop ] (button)\n[ Go ] (button)");
 */
export function hbox(children: readonly WidgetView[], options: BoxOptions = {}): Panel {
  return box("HBox", children, {
    layout: { flex_flow: "row wrap", align_items: "center", ...options.layout },
  });
}

/**
 * Puts widgets below each other.
 *
 * @param children - Controls, buttons, boxes.
 * @param options - Layout.
 * @throws ArgumentError when a child is no widget.
 */
export function vbox(children: readonly WidgetView[], options: BoxOptions = {}): Panel {
  return box("VBox", children, options);
}

/**
 * A panel that shows values as a cell's output does: text, markdown, charts. Its content can be replaced.
 *
 * @param values - What to show, one below the other.
 * @returns The panel, with `show(...values)`.
 */
export class OutputPanel extends Panel {
  private bundles: MimeBundle[] = [];

  constructor(values: readonly unknown[] = [], options: BoxOptions = {}) {
    const view = makeModel({
      name: "Output",
      style: null,
      from: { module: "@jupyter-widgets/output", version: "1.0.0" },
      layout: options.layout ?? {},
      state: { msg_id: "", outputs: [] },
    });
    super(view, () => this.bundles.map((bundle) => String(bundle["text/plain"])).join("\n"));
    this.show(...values);
  }

  /** Shows values in place of those before. */
  show(...values: readonly unknown[]): void {
    this.bundles = values.map((value) => bundleOf(value));
    const outputs = this.bundles.map((data) => ({ output_type: "display_data", data, metadata: {} }));
    this.view.set({ outputs });
  }
}

/** A bar that fills as work goes on. */
export class ProgressBar extends Panel {
  constructor(
    view: WidgetModel,
    private readonly max: number,
  ) {
    super(view, () => {
      const label = String(view.get("description"));
      return `${label ? `${label}: ` : ""}${Math.round((100 * this.value) / max)} %`;
    });
  }

  /** How far the work is, from 0 to `max`. */
  get value(): number {
    return this.view.get("value") as number;
  }

  /** Moves the bar; refuses what lies outside. */
  set value(value: number) {
    checkNumber(value, { verb: "move a progress bar", argument: "value", min: 0, max: this.max });
    this.view.set({ value, bar_style: value === this.max ? "success" : "" });
  }

  /** The text beside it. */
  set label(label: string) {
    this.view.set({ description: label });
  }
}

/**
 * Makes a progress bar.
 *
 * @param options - `max` (1): the value at the end; `value` (0): where it stands; `label`: text beside it.
 * @returns The bar; set its `value` as the work goes on.
 * @throws ArgumentError when `max` is not positive or the value lies outside.
 * @example
 * const bar = floatProgress({ max: 40, label: "epochs" });
 * bar.value = 10;
 * assert.equal(String(bar), "epochs: 25 %");
 */
export function floatProgress(options: { max?: number; value?: number; label?: string } = {}): ProgressBar {
  const verb = "make a progress bar";
  const { max = 1, value = 0, label = "" } = options;
  if (!(Number.isFinite(max) && max > 0))
    throw cannot(verb, { argument: "max", must: "a number > 0", received: max });
  checkNumber(value, { verb, argument: "value", min: 0, max });
  const view = makeModel({
    name: "FloatProgress",
    view: "Progress",
    style: "ProgressStyle",
    styleState: { description_width: "initial" },
    layout: { width: "400px", max_width: "100%" },
    state: {
      bar_style: "",
      description: label,
      description_allow_html: false,
      max,
      min: 0,
      orientation: "horizontal",
      value,
    },
  });
  return new ProgressBar(view, max);
}

function box(name: string, children: readonly WidgetView[], { layout }: BoxOptions): Panel {
  children.forEach((child, i) => {
    if (!child?.view)
      throw cannot("put widgets into a box", {
        argument: `children[${i}]`,
        must: "a widget",
        received: child,
      });
  });
  const views = children.map((child) => child.view);
  const view = makeModel({
    name,
    style: null,
    layout: layout ?? {},
    state: { box_style: "", children: views },
  });
  return new Panel(view, () => children.map(String).join("\n"));
}
