/** Turns number arrays into Plotly's binary form (type, base64 bytes, shape), and back. */
import { cannot } from "../core/errors";
import { typedArrayClasses } from "./typed-array-classes";
import { isTypedArray, type Figure, type Trace, type TypedArray } from "./figure";

/** Plotly's binary form of an array of numbers. */
export interface BinaryArray {
  /** Kind and bytes of a number: `"f4"` is a 32-bit float, `"u1"` a byte. */
  readonly dtype: keyof typeof typedArrayClasses;
  /** The numbers' bytes (little-endian) in base64. */
  readonly bdata: string;
  /** The sizes of an array of arrays, from the outside in, as `"28, 28"`. */
  readonly shape?: string;
}

type TypedArrayClass = {
  new (buffer: ArrayBuffer): TypedArray;
  from(values: ArrayLike<number>): TypedArray;
  readonly BYTES_PER_ELEMENT: number;
};

const classes: Readonly<Record<BinaryArray["dtype"], TypedArrayClass>> = typedArrayClasses;

/** Below this many numbers plain JSON is shorter, and easier to read in the saved notebook. */
const MAX_PLAIN_VALUES = 24;

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
    frames: frames.map(({ data: traces, ...other }) => ({
      ...(plain(other) as { name: string }),
      data: traces.map(encodeTrace),
    })),
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
  if (!type)
    throw cannot("read binary numbers", {
      argument: "dtype",
      must: `one of ${Object.keys(classes).join(", ")}`,
      received: binary.dtype,
    });
  const bytes = Uint8Array.from(Buffer.from(binary.bdata, "base64"));
  if (bytes.length % type.BYTES_PER_ELEMENT !== 0) {
    throw cannot("read binary numbers", {
      argument: "bdata",
      must: `a multiple of ${type.BYTES_PER_ELEMENT} bytes`,
      received: bytes.length,
    });
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
  if (isTypedArray(value)) return value.length <= MAX_PLAIN_VALUES ? plain(value) : encodeArray(value);
  if (Array.isArray(value)) return encodeBlock(value) ?? value.map(encodeItem);
  if (typeof value === "object" && value !== null) return encodeTrace(value);
  // JSON has no NaN; null is Plotly's gap.
  return typeof value === "number" && !Number.isFinite(value) ? null : value;
}

/** Plotly reads a list of rows either as one block or as plain lists, never as a list of blocks. */
function encodeItem(item: unknown): unknown {
  return Array.isArray(item) || isTypedArray(item) ? plain(item) : encodeValue(item);
}

/** A long list of nothing but numbers, or rows (of rows) of them that are all equally long, is one block. */
function encodeBlock(values: readonly unknown[]): BinaryArray | undefined {
  const shape: number[] = [];
  for (let level: unknown = values; isList(level); level = level[0]) shape.push(level.length);
  const size = shape.reduce((product, length) => product * length, 1);
  // Plotly knows up to three levels: rows, columns, and the channels of a colour picture.
  if (shape.length > 3 || size <= MAX_PLAIN_VALUES) return undefined;
  const numbers = new Float64Array(size);
  if (!fill(numbers, { values, shape, level: 0, start: 0 })) return undefined;
  const type = sharedType(values);
  const block = type ? type.from(numbers) : smallest(numbers);
  return encodeArray(block, shape.length > 1 ? { shape } : {});
}

/** Copies nested numbers into one row; false where lengths differ or something is no number. */
function fill(
  target: Float64Array,
  part: { values: ArrayLike<unknown>; shape: readonly number[]; level: number; start: number },
): boolean {
  const { values, shape, level, start } = part;
  if (values.length !== shape[level]) return false;
  const last = level === shape.length - 1;
  const step = shape.slice(level + 1).reduce((product, length) => product * length, 1);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (last) {
      if (typeof value !== "number") return false;
      target[start + i] = value;
    } else if (
      !isList(value) ||
      !fill(target, { values: value, shape, level: level + 1, start: start + i * step })
    ) {
      return false;
    }
  }
  return true;
}

/** Rows that are typed arrays of one kind keep it. */
function sharedType(rows: readonly unknown[]): TypedArrayClass | undefined {
  const [first] = rows;
  if (!isTypedArray(first) || !rows.every((row) => (row as object).constructor === first.constructor))
    return undefined;
  return classes[dtypeOf(first)];
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || isTypedArray(value);
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
  for (let i = 0; i < b.length; i++)
    if (a[i] !== b[i] && !(Number.isNaN(a[i]) && Number.isNaN(b[i]))) return false;
  return true;
}

function dtypeOf(values: TypedArray): BinaryArray["dtype"] {
  const found = (Object.keys(classes) as BinaryArray["dtype"][]).find(
    (dtype) => values instanceof classes[dtype],
  );
  return found ?? "f8";
}

/** Typed arrays outside traces (axis ticks, say) have no binary form and become lists; NaN becomes null. */
function plain(value: unknown): unknown {
  if (isTypedArray(value)) return Array.from(value, (number) => (Number.isFinite(number) ? number : null));
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
  return value;
}
