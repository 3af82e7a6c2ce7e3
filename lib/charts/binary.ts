/** Turns number arrays into Plotly's binary form (type, base64 bytes, shape), and back. */
import { cannot } from "../core/errors";
import { isTypedArray, type Figure, type Trace, type TypedArray } from "./figure";

/** Plotly's binary form of an array of numbers. */
export interface BinaryArray {
  /** Kind and bytes of a number: `"f4"` is a 32-bit float, `"u1"` a byte. */
  readonly dtype: "i1" | "u1" | "u1c" | "i2" | "u2" | "i4" | "u4" | "f4" | "f8";
  /** The numbers' bytes (little-endian) in base64. */
  readonly bdata: string;
  /** The sizes of an array of arrays, from the outside in, as `"28, 28"`. */
  readonly shape?: string;
}

type TypedArrayClass = { new (buffer: ArrayBuffer): TypedArray; from(values: ArrayLike<number>): TypedArray; readonly BYTES_PER_ELEMENT: number };

const classes: Readonly<Record<BinaryArray["dtype"], TypedArrayClass>> = {
  i1: Int8Array,
  u1: Uint8Array,
  u1c: Uint8ClampedArray,
  i2: Int16Array,
  u2: Uint16Array,
  i4: Int32Array,
  u4: Uint32Array,
  f4: Float32Array,
  f8: Float64Array,
};

/** Below this many numbers plain JSON is shorter, and easier to read in the saved notebook. */
const SMALL = 24;

/**
 * Makes a figure fit for JSON: typed arrays and long number arrays of traces and frames become binary,
 * without losing a bit; everything else stays as it is.
 *
 * @param figure - Any figure.
 * @returns A new figure.
 */
export function encodeFigure(figure: Figure): Figure {
  const { data, frames, ...rest } = figure;
  const encoded = { ...(plain(rest) as Omit<Figure, "data">), data: data.map(encodeTrace) };
  if (!frames) return encoded;
  return {
    ...encoded,
    frames: frames.map(({ data: traces, ...other }) => ({ ...(plain(other) as { name: string }), data: traces.map(encodeTrace) })),
  };
}

/**
 * Writes numbers in binary.
 *
 * @param values - Numbers, in one array.
 * @param options - `shape`: rows and columns when the array stands for a table.
 * @returns Type, bytes and shape.
 * @example
 * assert.deepEqual(encodeArray(Uint8Array.of(1, 2, 255)), { dtype: "u1", bdata: "AQL/" });
 */
export function encodeArray(values: TypedArray, options: { shape?: readonly number[] } = {}): BinaryArray {
  const { shape } = options;
  const bdata = Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString("base64");
  const dtype = dtypeOf(values);
  return shape ? { dtype, bdata, shape: shape.join(", ") } : { dtype, bdata };
}

/**
 * Reads numbers from their binary form.
 *
 * @param binary - What {@link encodeArray} made, or another Plotly writer.
 * @returns The numbers in one array, whatever the shape.
 * @throws ArgumentError when the type is unknown or the bytes do not make whole numbers.
 * @example
 * assert.deepEqual(decodeArray({ dtype: "i2", bdata: "AQD//w==" }), Int16Array.of(1, -1));
 */
export function decodeArray(binary: BinaryArray): TypedArray {
  const type = classes[binary.dtype] as TypedArrayClass | undefined;
  if (!type) throw cannot("read binary numbers", { argument: "dtype", must: `one of ${Object.keys(classes).join(", ")}`, received: binary.dtype });
  const bytes = Uint8Array.from(Buffer.from(binary.bdata, "base64"));
  if (bytes.length % type.BYTES_PER_ELEMENT !== 0) {
    throw cannot("read binary numbers", { argument: "bdata", must: `a multiple of ${type.BYTES_PER_ELEMENT} bytes`, received: bytes.length });
  }
  return new type(bytes.buffer);
}

/** True for a value in Plotly's binary form. */
export function isBinaryArray(value: unknown): value is BinaryArray {
  return typeof value === "object" && value !== null && "bdata" in value && "dtype" in value;
}

function encodeTrace(trace: object): Trace {
  return Object.fromEntries(Object.entries(trace).map(([key, value]) => [key, encodeValue(value)]));
}

function encodeValue(value: unknown): unknown {
  if (isTypedArray(value)) return value.length <= SMALL ? plain(value) : encodeArray(value);
  if (Array.isArray(value)) return encodeNumbers(value) ?? encodeRows(value) ?? value.map(encodeValue);
  if (typeof value === "object" && value !== null) return encodeTrace(value);
  // JSON has no NaN; null is Plotly's gap.
  return typeof value === "number" && !Number.isFinite(value) ? null : value;
}

/** A long array of nothing but numbers; NaN has a place in binary floats. */
function encodeNumbers(values: readonly unknown[]): BinaryArray | undefined {
  if (values.length <= SMALL || !values.every((value) => typeof value === "number")) return undefined;
  return encodeArray(smallest(values as readonly number[]));
}

/** Rows of numbers, all equally long, are one block with a shape. */
function encodeRows(rows: readonly unknown[]): BinaryArray | undefined {
  const width = numbersIn(rows[0]);
  if (!width || rows.length * width <= SMALL) return undefined;
  const values = new Float64Array(rows.length * width);
  for (const [r, row] of rows.entries()) {
    if (numbersIn(row) !== width) return undefined;
    const numbers = row as ArrayLike<unknown>;
    for (let c = 0; c < width; c++) {
      if (typeof numbers[c] !== "number") return undefined;
      values[r * width + c] = numbers[c] as number;
    }
  }
  const first = rows[0] as TypedArray | readonly number[];
  const typed = isTypedArray(first) && rows.every((row) => (row as object).constructor === first.constructor);
  return encodeArray(typed ? classes[dtypeOf(first)].from(values) : smallest(values), { shape: [rows.length, width] });
}

function numbersIn(row: unknown): number | undefined {
  return Array.isArray(row) || isTypedArray(row) ? row.length : undefined;
}

/** The smallest type that holds every number exactly. */
function smallest(values: ArrayLike<number>): TypedArray {
  for (const dtype of ["u1", "i1", "u2", "i2", "i4", "f4"] as const) {
    const tried = classes[dtype].from(values);
    if (sameNumbers(tried, values)) return tried;
  }
  return Float64Array.from(values);
}

function sameNumbers(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  // -0 and 0 are drawn alike, so === is right where Object.is would spoil small types.
  for (let i = 0; i < b.length; i++) if (a[i] !== b[i] && !(Number.isNaN(a[i]) && Number.isNaN(b[i]))) return false;
  return true;
}

function dtypeOf(values: TypedArray): BinaryArray["dtype"] {
  const found = (Object.keys(classes) as BinaryArray["dtype"][]).find((dtype) => values instanceof classes[dtype]);
  return found ?? "f8";
}

/** Typed arrays outside traces (axis ticks, say) have no binary form and become lists; NaN becomes null. */
function plain(value: unknown): unknown {
  if (isTypedArray(value)) return Array.from(value, (number) => (Number.isFinite(number) ? number : null));
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === "object" && value !== null) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
  return value;
}
