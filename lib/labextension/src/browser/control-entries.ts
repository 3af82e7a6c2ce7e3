/** The dropdowns and sliders of a chart that is drawn: what the reader chose, and choosing for the reader. */
import type { Control, ControlEntry, FigureLayout } from "../responsive/figure-types";
import { plainText } from "../data-table/figure-values";
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

/** What an entry of a control does. */
export function entryAt(plot: PlotElement, { kind, index, active }: Choice) {
  return entryOf(plot.layout?.[kind]?.[index], active);
}

/** Does what a click on an entry would do. */
export async function chooseEntry(plot: PlotElement, choice: Choice): Promise<void> {
  const Plotly = loadedPlotly();
  const { kind, index, active } = choice;
  const { method, args } = entryAt(plot, choice);
  if ([...METHODS, "animate"].includes(method)) {
    const call = Plotly[method as "restyle"] as (root: HTMLElement, ...args: unknown[]) => Promise<unknown>;
    const done = call.call(Plotly, plot, ...structuredClone(args));
    // A rejected promise of an animation means that the reader chose something else meanwhile.
    await (method === "animate" ? done.catch(() => undefined) : done);
  }
  await Plotly.relayout(plot, { [`${kind}[${index}].active`]: active } as object);
}

/** The names of a control's entries. */
export function entryNames(control: Control): string[] {
  return entriesOf(control).map(({ label = "" }, i) => plainText(label) || `step ${i}`);
}

/** What a slider says of a picture of an animation, such as "update 3"; the picture's name where there is no slider. */
export function frameLabel({ sliders = [] }: FigureLayout, frame: string): string {
  for (const slider of sliders) {
    const at = (slider.steps ?? []).findIndex(({ args }) => firstFrame(args) === frame);
    if (at >= 0) return `${slider.currentvalue?.prefix ?? ""}${entryNames(slider)[at]}`;
  }
  return frame;
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
 * @param options - `kind`: dropdowns or sliders; `step`: 1 for the next entry, -1 for the one before, infinite for the ends.
 * @returns The entry; `"none"` where there is no further one or it does not change the chart, nothing for no control.
 */
export function neighbourEntry(
  plot: PlotElement,
  { kind, step }: { kind: ControlKind; step: number },
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
  const prefix = control.currentvalue?.prefix ?? "";
  return { choice: { kind, index, active: next }, label: `${prefix}${plainText(label)}` };
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
