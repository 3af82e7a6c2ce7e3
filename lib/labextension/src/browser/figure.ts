/** A figure as a notebook holds it, and what a chart reads of it. */
import type { AnimationFrame } from "neural-notebooks/charts/rendering";
import type { ControlEntry, FigureLayout, FigureTrace } from "../responsive/figure-types";

/** A Plotly figure out of a notebook: any part may be missing. */
export interface NotebookFigure {
  readonly data?: readonly FigureTrace[];
  readonly layout?: FigureLayout;
  readonly frames?: readonly AnimationFrame[];
  readonly config?: Readonly<Record<string, unknown>>;
}

/** Traces that plotly.js draws by WebGL. */
const WEBGL = /^(surface|scatter3d|mesh3d|volume|isosurface|cone|streamtube|scattergl|splom|parcoords|.*gl)$/;

/** True for a figure that takes one of the page's WebGL contexts. */
export function usesWebGL({ data = [] }: NotebookFigure): boolean {
  return data.some(({ type = "scatter" }) => WEBGL.test(type));
}

/** True for a figure with an animation, dropdowns, buttons or sliders. */
export function hasControls({ frames = [], layout = {} }: NotebookFigure): boolean {
  return [frames, layout.updatemenus ?? [], layout.sliders ?? []].some((list) => list.length > 0);
}

/** The names of an animation's pictures, in order. */
export function frameNames({ frames = [] }: NotebookFigure): string[] {
  return frames.map(({ name }) => name);
}

/** The title of a chart without marks. */
export function plainTitle({ layout = {} }: { layout?: FigureLayout }): string | undefined {
  const { title } = layout;
  return (typeof title === "object" ? title?.text : title)?.replace(/<[^>]*>/g, " ");
}

/** A layout whose pictures follow each other at once; nothing glides. */
export function withoutTransitions(layout: FigureLayout): FigureLayout {
  const { updatemenus, sliders } = layout;
  return {
    ...layout,
    ...(updatemenus && {
      updatemenus: updatemenus.map((menu) => ({ ...menu, buttons: menu.buttons?.map(atOnce) })),
    }),
    ...(sliders && {
      sliders: sliders.map((slider) => ({
        ...slider,
        steps: slider.steps?.map(atOnce),
        transition: { ...(slider["transition"] as object | undefined), duration: 0 },
      })),
    }),
  };
}

function atOnce(entry: ControlEntry): ControlEntry {
  const [target, options, ...rest] = entry.args ?? [];
  const transition = (options as { transition?: object } | null | undefined)?.transition;
  if (!transition) return entry;
  const changed = { ...(options as object), transition: { ...transition, duration: 0 } };
  return { ...entry, args: [target, changed, ...rest] };
}
