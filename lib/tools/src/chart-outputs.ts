/** Finds charts of an executed notebook that lack a title, the name of an axis, or a description in words. */
import { PLOTLY_MIME, type Figure, type Layout, type Trace } from "neural-notebooks/charts";

/** A chart that lacks something, and where it stands. */
export interface ChartFinding {
  /** Number of the code cell, from 1, as its prompt `[n]` shows it after a run. */
  cell: number;
  message: string;
}

/** As much of a saved notebook as is read here. */
export interface ExecutedNotebook {
  readonly cells: readonly {
    readonly cell_type: string;
    readonly outputs?: readonly { readonly data?: Readonly<Record<string, unknown>> }[];
  }[];
}

/** One chart as it was saved. */
type Saved = { figure: Figure; words: string };

/** Traces without axes of their own. */
const WITHOUT_AXES =
  /^(pie|sunburst|treemap|icicle|funnelarea|sankey|parcoords|parcats|table|indicator|scattergeo|choropleth|(scatter|choropleth|density)(map|mapbox)|(scatter|bar)polar(gl)?|scatter(ternary|smith))$/;
/** Traces in space: their three axes stand in a scene. */
const SPACE = /^(scatter3d|surface|mesh3d|cone|streamtube|volume|isosurface)$/;

/**
 * Checks each chart that a run left behind: a title, a name at each axis that shows numbers (also of the states that a
 * dropdown or slider chooses), and a description as text.
 *
 * @param notebook - An executed notebook, as its file holds it.
 * @returns What is missing, in the order of the cells; empty when nothing is.
 * @example
 * const output = { data: bundleOf(lineChart({ y: { loss: [2, 1] } }, { title: "It falls", xTitle: "epoch", yTitle: "loss" })) };
 * assert.deepEqual(chartFindings({ cells: [{ cell_type: "code", outputs: [output] }] }), []);
 */
export function chartFindings(notebook: ExecutedNotebook): ChartFinding[] {
  const code = notebook.cells.filter(({ cell_type: type }) => type === "code");
  return code.flatMap(({ outputs = [] }, i) =>
    outputs.flatMap(({ data = {} }) => {
      if (!(PLOTLY_MIME in data)) return [];
      const figure = data[PLOTLY_MIME] as Figure;
      return lacks({ figure, words: wordsOf(data["text/plain"]) }).map((message) => ({
        cell: i + 1,
        message,
      }));
    }),
  );
}

function lacks({ figure, words }: Saved): string[] {
  const title = plain(figure.layout?.["title"]);
  const spoken = words.replace(/^Chart:/, "").trim();
  const name = title === "" ? "a chart" : `the chart "${title}"`;
  const found = [
    ...(spoken === "" ? ["has no description as text/plain"] : []),
    ...(spoken !== "" && spoken.replace(/[.!?…]$/, "") === title.replace(/[.!?…]$/, "")
      ? ["has its title alone as description"]
      : []),
    ...statesOf(figure).flatMap(({ state, data, layout }) => [
      ...(plain(layout["title"]) === "" ? [`has no title${state}`] : []),
      ...namelessAxes(data, layout).map((axis) => `shows numbers at ${axis} without a name${state}`),
    ]),
  ];
  return [...new Set(found)].map((what) => `${name} ${what}`);
}

type State = { state: string; data: readonly Trace[]; layout: Layout };
type Step = { readonly label?: string; readonly method?: string; readonly args?: readonly unknown[] };

/** The chart as it opens, and as each entry of its dropdowns and sliders makes it. */
function statesOf(figure: Figure): State[] {
  const { data, layout = {} } = figure;
  const controls = ["updatemenus", "sliders"].flatMap(
    (key) =>
      (layout[key] as readonly { buttons?: readonly Step[]; steps?: readonly Step[] }[] | undefined) ?? [],
  );
  const steps = controls.flatMap(({ buttons, steps }) => buttons ?? steps ?? []);
  const states = steps.flatMap(({ label, method, args = [] }): State[] => {
    if (method !== "update") return [];
    const [traces, over] = args as [{ visible?: readonly unknown[] } | undefined, Layout | undefined];
    const shown = data.map((trace, i) => ({ ...trace, visible: traces?.visible?.[i] ?? trace["visible"] }));
    return [{ state: ` in the state ${label ?? ""}`, data: shown, layout: { ...layout, ...over } }];
  });
  // What is missing in the state that the chart opens with is told once, with the state's name.
  return states.length > 0 ? states : [{ state: "", data, layout }];
}

function namelessAxes(data: readonly Trace[], layout: Layout): string[] {
  const shown = data.filter((trace) => trace["visible"] !== false && !WITHOUT_AXES.test(typeOf(trace)));
  const axes = shown.flatMap((trace) =>
    SPACE.test(typeOf(trace)) ? spaceAxes(trace, layout) : flatAxes(trace, layout),
  );
  return [
    ...new Set(
      axes.flatMap(({ name, axis, values }) =>
        showsNumbers(axis, values) && plain(axis["title"]) === "" ? [name] : [],
      ),
    ),
  ];
}

type Axis = { name: string; axis: Layout; values: unknown };

function spaceAxes(trace: Trace, layout: Layout): Axis[] {
  const key = nameOf(trace["scene"], "scene");
  const scene = (layout[key] ?? {}) as Layout;
  return ["x", "y", "z"].map((letter) => ({
    name: `${key}.${letter}axis`,
    axis: (scene[`${letter}axis`] ?? {}) as Layout,
    values: trace[letter],
  }));
}

function flatAxes(trace: Trace, layout: Layout): Axis[] {
  return ["x", "y"].map((letter) => {
    const name = `${letter}axis${nameOf(trace[`${letter}axis`], letter).slice(1)}`;
    return { name, axis: (layout[name] ?? {}) as Layout, values: trace[letter] };
  });
}

/** Words speak for themselves; numbers and dates need to be told what they are. */
function showsNumbers(axis: Layout, values: unknown): boolean {
  if (axis["visible"] === false || axis["showticklabels"] === false || axis["type"] === "category")
    return false;
  const labels = axis["ticktext"] ?? values;
  return !(
    Array.isArray(labels) &&
    labels.some(isWord) &&
    labels.every((label) => label === null || isWord(label))
  );
}

function isWord(label: unknown): boolean {
  return typeof label === "string" && Number.isNaN(Number(label)) && !/^\d{4}-\d\d/.test(label);
}

/** A text of a notebook's file, which may be one string or its lines. */
function wordsOf(text: unknown): string {
  const lines: readonly unknown[] = Array.isArray(text) ? text : [text];
  return lines.filter((line) => typeof line === "string").join("");
}

/** The name that a trace gives, or else the one Plotly assumes. */
function nameOf(given: unknown, usual: string): string {
  return typeof given === "string" ? given : usual;
}

function typeOf(trace: Trace): string {
  return trace.type ?? "scatter";
}

/** A title as text: Plotly takes it as such or as an object, with marks of HTML. */
function plain(title: unknown): string {
  const text = typeof title === "object" && title !== null ? (title as { text?: unknown }).text : title;
  return typeof text === "string" ? text.replace(/<[^>]*>/g, "").trim() : "";
}
