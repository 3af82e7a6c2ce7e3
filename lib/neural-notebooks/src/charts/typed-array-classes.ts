/** The typed arrays that Plotly's binary form knows, by their code. */

/** Kind and bytes of a number: `"f4"` is a 32-bit float, `"u1"` a byte. */
export const typedArrayClasses = {
  i1: Int8Array,
  u1: Uint8Array,
  u1c: Uint8ClampedArray,
  i2: Int16Array,
  u2: Uint16Array,
  i4: Int32Array,
  u4: Uint32Array,
  f4: Float32Array,
  f8: Float64Array,
} as const;
