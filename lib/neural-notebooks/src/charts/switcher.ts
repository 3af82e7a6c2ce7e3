/** Turns several charts into one in which a dropdown or a slider chooses, without a kernel. */
import { cannot } from "../core/errors";
import { roomAtTheEnd } from "./animation";
import { Chart, mergeLayout } from "./chart";
import type { Layout } from "./figure";
import { checkText } from "./alt-text";

/** How to choose. */
export interface StatesOptions {
  /** `"dropdown"` (default), or `"slider"` where the states have an order. */
  control?: "dropdown" | "slider";
  /** Text before the state's name beside a slider, such as `"learning rate "`. */
  prefix?: string;
  /** Name of the state to begin with (the first). */
  start?: string;
}

/**
 * Puts charts of the same kind into one: the reader chooses which is seen. Works in a saved notebook and on slides.
 *
 * @param states - Charts by the name of their state; without animations and 3-D scenes mixed with flat charts.
 * @param options - Dropdown or slider.
 * @returns The chart; its description holds those of all states.
 * @throws ArgumentError when there are fewer than two states, one is animated, or `start` is none of them.
 */
export function statesChart(states: Readonly<Record<string, Chart>>, options: StatesOptions = {}): Chart {
  const verb = "put charts together";
  const entries = Object.entries(states ?? {});
  if (entries.length < 2 || !entries.every(([, value]) => value instanceof Chart)) {
    throw cannot(verb, { argument: "states", must: "two or more charts by name", received: states });
  }
  const animated = entries.find(([, { figure }]) => (figure.frames?.length ?? 0) > 0);
  if (animated)
    throw cannot(verb, {
      argument: animated[0],
      must: "a chart without an animation",
      received: animated[1],
    });
  const { control = "dropdown", prefix = "", start = entries[0]?.[0] } = options;
  checkText(start, { verb, argument: "start" });
  const active = entries.findIndex(([name]) => name === start);
  if (active < 0)
    throw cannot(verb, {
      argument: "start",
      must: `one of ${entries.map(([name]) => name).join(", ")}`,
      received: start,
    });
  const data = entries.flatMap(([, { figure }], s) =>
    figure.data.map((trace) => ({ ...trace, visible: s === active ? (trace["visible"] ?? true) : false })),
  );
  const keys = [...new Set(entries.flatMap(([, { figure }]) => Object.keys(figure.layout ?? {})))];
  // The control keeps its room in the margin, whatever a state says.
  const room = control === "dropdown" ? { t: 84 } : { b: 128, ...roomAtTheEnd(entries.at(-1)?.[0]) };
  const steps = stepsOf(entries, { keys, room, control });
  const [, first] = entries[active] as [string, Chart];
  const controls = control === "dropdown" ? dropdown(steps, active) : slider(steps, { active, prefix });
  const layout = mergeLayout(first.figure.layout ?? {}, {
    ...controls,
    ...legendBeside(control, first.figure.layout ?? {}),
    margin: room,
    ...(control === "slider" ? { height: first.figure.layout?.["height"] ?? 450 } : {}),
  });
  const alt = `A chart with ${entries.length} states. ${entries.map(([name, value]) => `${prefix}${name}: ${value.toString().replace(/^Chart: /, "")}`).join(" ")}`;
  return new Chart({ data, layout }, { alt });
}

/** What choosing each state changes: which traces are seen, and the layout. */
function stepsOf(
  entries: readonly (readonly [name: string, chart: Chart])[],
  { keys, room, control }: { keys: readonly string[]; room: Layout; control: "dropdown" | "slider" },
): Step[] {
  return entries.map(([name, { figure }], s) => {
    const visible = entries.flatMap(([, other], t) =>
      other.figure.data.map((trace) => (s === t ? (trace["visible"] ?? true) : false)),
    );
    // What a state does not set is taken back, so that nothing of the one before stays.
    const layout = Object.fromEntries(keys.map((key) => [key, figure.layout?.[key] ?? null]));
    const margin = mergeLayout((layout["margin"] ?? {}) as Layout, room);
    return {
      label: name,
      method: "update",
      args: [{ visible }, { ...layout, ...legendBeside(control, layout), margin }],
    };
  });
}

/** A legend over the plot stands at its right end, as a dropdown does: beside a dropdown it goes to the left. */
function legendBeside(control: "dropdown" | "slider", layout: Layout): Layout {
  const legend = layout["legend"] as Layout | null | undefined;
  if (control !== "dropdown" || legend?.["orientation"] !== "h") return {};
  return { legend: { ...legend, x: 0, xanchor: "left" } };
}

type Step = { label: string; method: string; args: unknown[] };

function dropdown(buttons: readonly Step[], active: number): Layout {
  return {
    updatemenus: [
      {
        type: "dropdown",
        active,
        buttons,
        x: 1,
        xanchor: "right",
        y: 1.04,
        yanchor: "bottom",
        showactive: true,
      },
    ],
  };
}

function slider(steps: readonly Step[], { active, prefix }: { active: number; prefix: string }): Layout {
  return {
    sliders: [
      {
        active,
        steps,
        x: 0,
        len: 1,
        y: 0,
        pad: { t: 58 },
        currentvalue: { prefix, xanchor: "left", offset: 14 },
      },
    ],
  };
}
