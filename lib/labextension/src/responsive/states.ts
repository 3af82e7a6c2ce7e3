/** Lays a chart of several states out: each state's texts are wrapped, and all share the largest margins and one height. */
import { isPlainObject } from "neural-notebooks/charts/rendering";
import type {
  Control,
  ControlEntry,
  DataAndLayout,
  FigureLayout,
  FigureTrace,
  Margin,
  Space,
} from "./figure-types";
import { layoutForAxisTitles } from "./axis-titles";
import { layoutForControls } from "./controls";
import { layoutForHeader } from "./header";
import { layoutForImageGrid } from "./image-grid";
import { heightOf, marginOf, withLowerMargin } from "./layout-parts";
import { layoutForPanels } from "./panels";

/** A state of a dropdown or slider, as it is drawn when it is chosen. */
interface State extends DataAndLayout {
  readonly entry: ControlEntry;
}

/** What all states share: plotly exchanges their layouts, and nothing may jump. */
interface Shared {
  readonly top: number;
  readonly bottom: number;
  readonly height: number;
}

/**
 * Lays a figure out, with all states that its controls can choose.
 *
 * @param data - The traces.
 * @param layout - The layout.
 * @param space - The place.
 * @returns Data and layout; the very same ones when nothing needs a change.
 */
export function layoutForStates(
  data: readonly FigureTrace[],
  layout: FigureLayout,
  space: Space,
): DataAndLayout {
  const states = statesOf(data, layout);
  if (states.length === 0) return layoutForOne(data, layout, space);
  const start = withoutGrid(layout);
  const first = layoutForOne(data, start, space).layout;
  const laidOut = states.map((state) => ({
    ...state,
    result: layoutForOne(state.data, state.layout, space).layout,
  }));
  if (first === start && laidOut.every((state) => state.result === state.layout)) return { data, layout };
  const results = [first, ...laidOut.map(({ result }) => result)];
  const shared = sharedBy(results);
  const keys = new Set(results.flatMap(Object.keys));
  keys.delete("updatemenus");
  keys.delete("sliders");
  const changed = new Map(
    laidOut.map(({ entry, result }) => {
      const own = withShared(result, shared);
      // What another state sets is taken back.
      const changes = Object.fromEntries([...keys].map((key) => [key, own[key] ?? null]));
      const [traces, , ...rest] = entry.args ?? [];
      return [entry, { ...entry, args: [traces, changes, ...rest] }];
    }),
  );
  const result = withShared(first, shared);
  return { data, layout: { ...result, ...withEntries(result, (entry) => [changed.get(entry) ?? entry]) } };
}

/** Lays out what is seen at once. */
function layoutForOne(data: readonly FigureTrace[], layout: FigureLayout, space: Space): DataAndLayout {
  const grid = layoutForImageGrid(data, layout, space);
  const titled = layoutForAxisTitles(layoutForPanels(grid.layout, space), space);
  const controlled = layoutForControls(grid.data, titled, space);
  return { data: grid.data, layout: layoutForHeader(grid.data, controlled, space) };
}

function statesOf(data: readonly FigureTrace[], layout: FigureLayout): State[] {
  // Controls take room whatever their entries are, and each of those holds a whole layout.
  const emptied = { ...layout, ...withEntries(layout, () => []) };
  const entries = [
    ...(layout.updatemenus ?? []).flatMap(({ buttons = [] }) => buttons),
    ...(layout.sliders ?? []).flatMap(({ steps = [] }) => steps),
  ];
  return entries.flatMap((entry) => {
    const [traces, changes] = entry.args ?? [];
    if (entry.method !== "update" || !isPlainObject(changes)) return [];
    return [{ entry, ...stateOf({ data, layout: emptied }, { traces, changes }) }];
  });
}

/** A figure in which an entry's changes were made, with the traces that it shows. */
function stateOf(
  { data, layout }: DataAndLayout,
  { traces, changes }: { traces: unknown; changes: Readonly<Record<string, unknown>> },
): DataAndLayout {
  const visible = (traces as { visible?: readonly unknown[] } | undefined)?.visible;
  const set = Object.entries(changes).filter(([, value]) => value !== null);
  const kept = Object.entries(layout).filter(([key]) => changes[key] !== null);
  const margin = { ...layout.margin, ...(changes["margin"] as Partial<Margin> | null | undefined) };
  return {
    data: data.map((trace, i) => ({ ...trace, visible: visible?.[i] ?? trace.visible })),
    layout: withoutGrid({ ...Object.fromEntries([...kept, ...set]), margin }),
  };
}

/** Pictures are laid out by the number of their trace, which in one chart of several states is another. */
function withoutGrid(layout: FigureLayout): FigureLayout {
  return layout.meta?.grid ? { ...layout, meta: { ...layout.meta, grid: undefined } } : layout;
}

/** The controls with their entries changed one by one. */
function withEntries(
  { updatemenus, sliders }: FigureLayout,
  change: (entry: ControlEntry) => ControlEntry[],
): { updatemenus?: Control[]; sliders?: Control[] } {
  return {
    ...(updatemenus && {
      updatemenus: updatemenus.map((menu) => ({ ...menu, buttons: (menu.buttons ?? []).flatMap(change) })),
    }),
    ...(sliders && {
      sliders: sliders.map((slider) => ({ ...slider, steps: (slider.steps ?? []).flatMap(change) })),
    }),
  };
}

function sharedBy(layouts: readonly FigureLayout[]): Shared {
  const top = Math.max(...layouts.map((layout) => marginOf(layout).t));
  const bottom = Math.max(...layouts.map((layout) => marginOf(layout).b));
  const heights = layouts.map((layout) => {
    const { t, b } = marginOf(layout);
    return heightOf(layout) + top - t + bottom - b;
  });
  return { top, bottom, height: Math.max(...heights) };
}

function withShared(layout: FigureLayout, { top, bottom, height }: Shared): FigureLayout {
  const low = withLowerMargin(layout, bottom - marginOf(layout).b);
  const { legend } = layout;
  // A legend hangs below the title by a share of the height.
  const hung =
    legend?.yref === "container"
      ? { legend: { ...legend, y: 1 - ((1 - (legend.y ?? Number.NaN)) * heightOf(layout)) / height } }
      : {};
  return { ...low, ...hung, margin: { ...low.margin, t: top }, height };
}
