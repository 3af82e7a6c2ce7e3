/** Turns what a Plotly figure is into types: traces, layout, frames, configuration. */

/** An array of numbers as computing makes it. */
export type TypedArray =
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array;

/** Numbers to draw; `null` and NaN are missing values and show as gaps. */
export type Numbers = TypedArray | readonly (number | null)[];

/** Categories to draw: text or whole numbers; `null` is a missing one. */
export type Labels = TypedArray | readonly (string | number | boolean | null)[];

/**
 * One thing drawn: points, a line, bars, a heat map. `type` and the attributes are Plotly's
 * (its reference: "Figure Reference"); typed arrays may stand wherever Plotly takes numbers.
 */
export interface Trace {
  readonly type?: string;
  readonly name?: string;
  readonly [attribute: string]: unknown;
}

/** Everything around the traces: title, axes, legend, controls. The attributes are Plotly's. */
export interface Layout {
  readonly [attribute: string]: unknown;
}

/** One picture of an animation: the traces that change. */
export interface AnimationFrame {
  /** How controls name the picture; different in each frame. */
  readonly name: string;
  /** The traces, whole or the attributes that change. */
  readonly data: readonly Trace[];
  /** Which traces of the figure they replace; all, in order, when left out. */
  readonly traces?: readonly number[];
  readonly layout?: Layout;
}

/** A whole Plotly figure. */
export interface Figure {
  readonly data: readonly Trace[];
  readonly layout?: Layout;
  readonly frames?: readonly AnimationFrame[];
  /** Plotly's configuration, such as `{ displayModeBar: false }`. */
  readonly config?: Readonly<Record<string, unknown>>;
}

/** True for an array of numbers as computing makes it; big integers and raw bytes are none. */
export function isTypedArray(value: unknown): value is TypedArray {
  return (
    ArrayBuffer.isView(value) &&
    !(value instanceof DataView) &&
    !(value instanceof BigInt64Array) &&
    !(value instanceof BigUint64Array)
  );
}

/** The attributes of a trace by which pictures of an animation differ; the rest stays as the figure has it. */
const CHANGING = ["x", "y", "z", "name", "hovertemplate"];

/** What a picture of an animation says of a trace: its data, without the look that all pictures share. */
export function changesOf(trace: Trace): Trace {
  return Object.fromEntries(Object.entries(trace).filter(([key]) => CHANGING.includes(key)));
}
