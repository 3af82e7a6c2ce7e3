/** The dropdowns and sliders of a chart that is drawn: what the reader chose, and choosing for the reader. */
import type { Control, ControlEntry, FigureLayout } from "../responsive/figure-types";
import { loadedPlotly, type PlotElement } from "./plotly";

export type ControlKind = "updatemenus" | "sliders";

/** An entry of a control that was chosen. */
export interface Choice {
  readonly kind: ControlKind;
  /** Which of the chart's controls of this kind. */
  readonly index: number;
  /** Which of its entries. */
  readonly active: number;
}

/** What an entry may call, besides the pictures of an animation. */
const METHODS = ["restyle", "relayout", "update"];

/** The entries that the reader has chosen, where they are others than in the layout as it was saved. */
export function chosenEntries(saved: FigureLayout | undefined, plot: PlotElement): Choice[] {
  return (["updatemenus", "sliders"] as const).flatMap((kind) =>
    (saved?.[kind] ?? []).flatMap(({ active: first = 0 }, index) => {
      const control = plot.layout?.[kind]?.[index];
      if (!control) return [];
      const { active = 0 } = control;
      const isChosen = active !== first && METHODS.includes(entryOf(control, active).method);
      return isChosen ? [{ kind, index, active }] : [];
    }),
  );
}

/** Does what a click on an entry would do. */
export async function chooseEntry(plot: PlotElement, { kind, index, active }: Choice): Promise<void> {
  const Plotly = loadedPlotly();
  const { method, args } = entryOf(plot.layout?.[kind]?.[index], active);
  const call = Plotly[method as "restyle"] as (root: HTMLElement, ...args: unknown[]) => Promise<unknown>;
  await call.call(Plotly, plot, ...structuredClone(args));
  await Plotly.relayout(plot, { [`${kind}[${index}].active`]: active } as object);
}

/** The neighbour of the entry that is chosen. */
export interface Neighbour {
  readonly choice: Choice;
  readonly label: string;
}

/**
 * Finds the entry beside the chosen one, in the first dropdown or slider.
 *
 * @param plot - The chart's element.
 * @param options - `kind`: dropdowns or sliders; `step`: 1 for the next entry, -1 for the one before.
 * @returns The entry; `"none"` where there is no further one or it does not change the chart, nothing for no control.
 */
export function neighbourEntry(
  plot: PlotElement,
  { kind, step }: { kind: ControlKind; step: 1 | -1 },
): Neighbour | "none" | undefined {
  const controls = plot.layout?.[kind] ?? [];
  const index = controls.findIndex(({ type = "dropdown" }) => kind === "sliders" || type === "dropdown");
  const control = controls[index];
  if (!control) return undefined;
  const { active = 0 } = control;
  const last = entriesOf(control).length - 1;
  const next = Math.min(last, Math.max(0, active + step));
  const { method, label } = entryOf(control, next);
  if (next === active || ![...METHODS, "animate"].includes(method)) return "none";
  return { choice: { kind, index, active: next }, label };
}

/** A layout whose sliders point to a picture of an animation. */
export function withSlidersAt(layout: FigureLayout, frame: string | undefined): FigureLayout {
  const { sliders } = layout;
  if (!sliders) return layout;
  const pointed = sliders.map((slider) => {
    const at = (slider.steps ?? []).findIndex(({ args }) => firstFrame(args) === frame);
    return at < 0 ? slider : { ...slider, active: at };
  });
  return { ...layout, sliders: pointed };
}

/** The first picture that an entry of a slider shows. */
function firstFrame(args: readonly unknown[] = []): unknown {
  const [frames] = args;
  return Array.isArray(frames) ? (frames[0] as unknown) : undefined;
}

function entriesOf(control: Control | undefined): readonly ControlEntry[] {
  return control?.buttons ?? control?.steps ?? [];
}

/** An entry with plotly's defaults. */
function entryOf(control: Control | undefined, active: number) {
  return { method: "restyle", args: [] as readonly unknown[], label: "", ...entriesOf(control)[active] };
}
