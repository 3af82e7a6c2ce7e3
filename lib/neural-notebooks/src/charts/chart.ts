/** Turns a Plotly figure and its description in words into a value that a notebook shows. */
import { DataError, ShapeError, cannot } from "../core/errors";
import { displaySymbol, type Displayable, type MimeBundle } from "../core/display";
import { isNumber } from "./alt-text";
import { withGaps } from "./gaps";
import { encodeFigure } from "./typed-array-codec";
import { isTypedArray, type Figure, type AnimationFrame, type Layout, type Trace } from "./figure";
import { isPlainObject, mergeLayout } from "./merge";
import { titlesAsObjects } from "./titles";
import { PLOTLY_MIME, privateConfig } from "./rendering";

/** What a chart needs beside its figure. */
export interface ChartOptions {
  /** What the chart shows, in words: for readers who do not see it, and wherever nothing can draw it. */
  alt: string;
}

export { PLOTLY_MIME, mergeLayout };

/** Node's own name for "how this prints", without its types: a cell may have none of them. */
const inspectSymbol: unique symbol = Symbol.for("nodejs.util.inspect.custom") as never;

/**
 * A chart: a figure that never changes, and its description. As the last line of a cell it is drawn;
 * `display(chart)` draws it mid-cell, and the handle that returns takes later charts in its place.
 *
 * @example
 * const losses = chart({ data: [{ y: [2.3, 1.1, 0.6] }] }, { alt: "The loss falls from 2.3 to 0.6 in 3 epochs." });
 * assert.equal(String(losses), "Chart: The loss falls from 2.3 to 0.6 in 3 epochs.");
 */
export class Chart implements Displayable {
  /** The Plotly figure; a frozen copy of what was given. */
  readonly figure: Figure;
  /** The description in words. */
  readonly alt: string;

  /**
   * @param figure - Traces, and where wanted layout, frames, configuration. Arrays are copied.
   * @param options - `alt`, required.
   * @throws ArgumentError when the figure has no traces list, `alt` is empty, or frames do not fit the traces.
   * @throws ShapeError when a trace's `x` and `y` differ in length.
   * @throws DataError when the figure holds something that cannot be saved: a function, a tensor, a promise.
   */
  constructor(figure: Figure, options: ChartOptions) {
    checkFigure(figure);
    const { alt } = options ?? {};
    if (typeof alt !== "string" || alt.trim() === "") {
      const hint = "Say what the chart shows, for readers who cannot see it.";
      throw cannot("make a chart", {
        argument: "alt",
        must: "a text that is not empty",
        received: alt,
        hint,
      });
    }
    this.figure = copy(figure, "figure") as Figure;
    this.alt = alt.trim();
    Object.freeze(this);
  }

  /** The title as plain text; empty when the chart has none. */
  get title(): string {
    return titleText(this.figure.layout);
  }

  /**
   * Makes a changed chart; this one stays as it is.
   *
   * @param changes - `layout` attributes laid over the present ones (nested ones too), and a new `alt`.
   */
  with(changes: { layout?: Layout; alt?: string }): Chart {
    const layout = mergeLayout(this.figure.layout ?? {}, changes.layout ?? {});
    return new Chart({ ...this.figure, layout }, { alt: changes.alt ?? this.alt });
  }

  /** The chart in words: its title and description. */
  toString(): string {
    const title = this.title;
    return `Chart: ${title && !this.alt.startsWith(title) ? `${endSentence(title)} ` : ""}${this.alt}`;
  }

  /** The figure as JSON, numbers in Plotly's binary form, the description under `layout.meta.alt`. */
  toJSON(): Figure {
    const own = mergeLayout(this.figure.layout ?? {}, {
      meta: { alt: this.toString().replace(/^Chart: /, "") },
    });
    const layout = withMargin(titlesAsObjects(own), this.figure.data);
    const { data, frames } = this.figure;
    return encodeFigure({
      ...this.figure,
      data: data.map(withoutOverflow),
      ...(frames && { frames: frames.map((frame) => ({ ...frame, data: frame.data.map(withoutOverflow) })) }),
      layout,
      config: { ...privateConfig, ...this.figure.config },
    });
  }

  /** The formats for a notebook: the figure, and text. Never HTML, which an untrusted notebook hides. */
  [displaySymbol](): MimeBundle {
    return { [PLOTLY_MIME]: this.toJSON(), "text/plain": this.toString() };
  }

  /** What `console.log` prints. */
  [inspectSymbol](): string {
    return this.toString();
  }
}

/** A trace whose infinite and overflowing numbers are gaps: plotly.js would give their axis no end. */
function withoutOverflow(trace: Trace): Trace {
  return Object.fromEntries(Object.entries(trace).map(([key, value]) => [key, gapsIn(value)]));
}

function gapsIn(value: unknown): unknown {
  if (isTypedArray(value)) return withGaps(value);
  if (Array.isArray(value)) return value.map(gapsIn);
  if (isPlainObject(value)) return withoutOverflow(value);
  return typeof value === "number" && !isNumber(value) ? null : value;
}

/** A figure that says nothing of margins gets the course's: plotly's own take half of the height. */
function withMargin(layout: Layout, data: readonly Trace[]): Layout {
  const title = titleText(layout) === "" ? 32 : 56;
  const hasSlider = isList(layout["sliders"]) && (layout["sliders"] as ArrayLike<unknown>).length > 0;
  // What has no axes needs no room for their names.
  const bare = data.length > 0 && data.every(({ type }) => WITHOUT_AXES.includes(type ?? "scatter"));
  const margin = bare
    ? { t: title, r: 24, b: 24, l: 24 }
    : { t: title, r: 24, b: hasSlider ? 138 : 56, l: 64 };
  return mergeLayout({ margin }, layout);
}

const WITHOUT_AXES = ["pie", "table", "sunburst", "treemap", "icicle", "sankey", "indicator", "funnelarea"];

/**
 * Makes a chart from any Plotly figure. What its layout does not say (margins, colours, fonts, a height of 380 pixels)
 * is as in all charts of the course.
 *
 * @param figure - Traces, and where wanted layout, frames, configuration.
 * @param options - `alt`: what the chart shows, in words.
 * @returns A chart to show.
 * @throws ArgumentError, ShapeError or DataError as {@link Chart} does.
 * @example
 * const bars = chart({ data: [{ type: "bar", x: ["cat", "dog"], y: [3, 5] }] }, { alt: "3 cats and 5 dogs." });
 * assert.equal(bars.alt, "3 cats and 5 dogs.");
 */
export function chart(figure: Figure, options: ChartOptions): Chart {
  return new Chart(figure, options);
}

function titleText(layout: Layout | undefined): string {
  const title = layout?.["title"] as string | { text?: string } | undefined;
  const text = typeof title === "object" ? title.text : title;
  // A small second line tells how far a training is; it is no part of the claim.
  return (text ?? "")
    .replace(/<br\s*\/?><span.*?<\/span>/g, "")
    .replace(/<br\s*\/?>/g, " ")
    .replace(/<[^>]*>/g, "")
    .trim();
}

function endSentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

function checkFigure(figure: Figure): void {
  const data: unknown = (figure as Partial<Figure> | undefined)?.data;
  if (!Array.isArray(data) || !data.every(isPlainObject)) {
    throw cannot("make a chart", { argument: "figure.data", must: "a list of traces", received: data });
  }
  data.forEach((trace, i) => checkTrace(trace, i));
  checkFrames(figure.frames ?? [], data.length);
}

/** Plotly cuts to the shorter of x and y without a word; we say it. */
function checkTrace(trace: Trace, index: number): void {
  const { type = "scatter" } = trace;
  if (!["scatter", "scattergl", "bar", "scatter3d"].includes(type)) return;
  const counts = ["x", "y", "z"].flatMap((key) =>
    isList(trace[key]) ? [`${key}: ${(trace[key] as ArrayLike<unknown>).length}`] : [],
  );
  if (new Set(counts.map((count) => count.split(": ")[1])).size > 1) {
    throw new ShapeError(
      `Cannot make a chart: x and y of trace ${index} must be equally long; received ${counts.join(", ")}.`,
    );
  }
}

function checkFrames(frames: readonly AnimationFrame[], traceCount: number): void {
  const names = new Set<string>();
  for (const [i, frame] of frames.entries()) {
    if (typeof frame.name !== "string" || names.has(frame.name)) {
      throw cannot("make a chart", {
        argument: `frames[${i}].name`,
        must: "a text that no other frame has",
        received: frame.name,
      });
    }
    names.add(frame.name);
    const traces = frame.traces ?? frame.data.map((_, t) => t);
    if (
      traces.length !== frame.data.length ||
      traces.some((t) => !Number.isInteger(t) || t < 0 || t >= traceCount)
    ) {
      const must = `one number from 0 to ${traceCount - 1} for each of its ${frame.data.length} traces`;
      throw cannot("make a chart", { argument: `frames[${i}].traces`, must, received: traces });
    }
  }
}

/** A deep, frozen copy, so that no caller's array is kept and no reader can change the chart. */
function copy(value: unknown, path: string): unknown {
  if (isTypedArray(value)) return value.slice();
  if (Array.isArray(value)) return Object.freeze(value.map((item, i) => copy(item, `${path}[${i}]`)));
  if (isPlainObject(value)) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    return Object.freeze(
      Object.fromEntries(entries.map(([key, item]) => [key, copy(item, `${path}.${key}`)])),
    );
  }
  if (value === null || ["string", "number", "boolean", "undefined"].includes(typeof value)) return value;
  if (value instanceof Date) return value.toISOString();
  const hint = isTensor(value)
    ? "Take the tensor's numbers first: await tensor.data(), or tensor.arraySync()."
    : undefined;
  throw cannot("make a chart", {
    argument: path,
    must: "text, numbers, lists or plain objects",
    received: value,
    hint,
    as: DataError,
  });
}

function isTensor(value: unknown): boolean {
  return typeof value === "object" && value !== null && "dataSync" in value;
}

function isList(value: unknown): boolean {
  return Array.isArray(value) || isTypedArray(value);
}
