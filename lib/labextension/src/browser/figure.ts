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

/** The names of an animation's pictures, in order. */
export function frameNames({ frames = [] }: NotebookFigure): string[] {
  return frames.map(({ name }) => name);
}

/** The title of a chart without marks. */
export function plainTitle({ layout = {} }: { layout?: FigureLayout }): string | undefined {
  const { title } = layout;
  return (typeof title === "object" ? title?.text : title)?.replace(/<[^>]*>/g, " ");
}

/** In an animation without motion a picture stays at least so long, in milliseconds. */
const CALM_DURATION = 1000;

/** How long a picture stays for readers who asked for less motion. */
export function calmDuration(duration: number): number {
  return Math.max(duration, CALM_DURATION);
}

/** A layout for readers who asked for less motion: nothing glides, and pictures that play follow each other calmly. */
export function withoutMotion(layout: FigureLayout): FigureLayout {
  const { updatemenus, sliders } = layout;
  const transition = layout["transition"] as object | undefined;
  return {
    ...layout,
    ...(transition && { transition: { ...transition, duration: 0 } }),
    ...(updatemenus && {
      updatemenus: updatemenus.map((menu) => ({ ...menu, buttons: menu.buttons?.map(calmEntry) })),
    }),
    ...(sliders && {
      sliders: sliders.map((slider) => ({
        ...slider,
        steps: slider.steps?.map(calmEntry),
        transition: { ...(slider["transition"] as object | undefined), duration: 0 },
      })),
    }),
  };
}

/** What an entry gives to `Plotly.animate`. */
interface AnimateOptions {
  readonly transition?: object;
  readonly frame?: { readonly duration?: number };
}

function calmEntry(entry: ControlEntry): ControlEntry {
  if (entry.method !== "animate") return entry;
  const [target, options, ...rest] = entry.args ?? [];
  const { transition, frame, ...other } = (options ?? {}) as AnimateOptions;
  // Lists of one picture jump to it, and those of none stop; what has no list plays.
  const calm =
    target === null || target === undefined
      ? { ...frame, duration: calmDuration(frame?.duration ?? 500) }
      : frame;
  const changed = { ...other, ...(calm && { frame: calm }), transition: { ...transition, duration: 0 } };
  return { ...entry, args: [target, changed, ...rest] };
}
