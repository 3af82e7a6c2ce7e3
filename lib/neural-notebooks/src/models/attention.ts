/** Turns tokens that look at each other into a mixture of what they see: attention by hand, number by number. */
import { ShapeError, cannot } from "../core/errors";
import { checkInteger, shapeOf } from "../core/shape";
import { softmax } from "./activations";

/** A table of numbers, a row per token. */
export type NumberTable = readonly (readonly number[])[];

/** Queries, keys and values of {@link dotProductAttention}. */
export interface AttentionInputs {
  /** What each token looks for, shape `[queries, depth]`. */
  readonly q: NumberTable;
  /** What each token offers to be found by, shape `[tokens, depth]`. */
  readonly k: NumberTable;
  /** What each token hands over, shape `[tokens, width]`. */
  readonly v: NumberTable;
}

/**
 * Scaled dot-product attention: softmax(q·kᵀ/√depth)·v (Vaswani and others, 2017, "Attention is all you need").
 *
 * @param inputs - Queries `[queries, depth]`, keys `[tokens, depth]`, values `[tokens, width]`.
 * @param options - `causal`: token i sees only tokens 0 … i. `scale`: divides by √depth.
 * @returns Scores `[queries, tokens]`, weights (rows that add up to 1) and the mixture `[queries, width]`.
 * @throws ShapeError when the shapes do not fit together.
 * @example
 * const { weights } = dotProductAttention({ q: [[0, 0]], k: [[1, 2], [3, 4]], v: [[1], [3]] });
 * assert.deepEqual(weights, [[0.5, 0.5]]);
 */
export function dotProductAttention(
  inputs: AttentionInputs,
  options: { causal?: boolean; scale?: boolean } = {},
): { scores: number[][]; weights: number[][]; output: number[][] } {
  const { q, k, v } = inputs;
  const { causal = false, scale = true } = options;
  const verb = "attend";
  const depth = shapeOf(q, { verb, argument: "q" })[1] ?? 0;
  const [tokens = 0, keyDepth] = shapeOf(k, { verb, argument: "k" });
  const [valueTokens, width = 0] = shapeOf(v, { verb, argument: "v" });
  if (depth === 0 || keyDepth !== depth)
    throw cannot(verb, {
      argument: "k",
      must: `of shape [tokens, ${depth}], as q`,
      received: { shape: [tokens, keyDepth ?? 0] },
      as: ShapeError,
    });
  if (valueTokens !== tokens)
    throw cannot(verb, {
      argument: "v",
      must: `of ${tokens} rows, as k`,
      received: { shape: [valueTokens ?? 0, width] },
      as: ShapeError,
    });
  const divisor = scale ? Math.sqrt(depth) : 1;
  const scores = q.map((query, i) =>
    k.map((key, j) =>
      causal && j > i
        ? -Infinity
        : key.reduce((sum, value, d) => sum + value * (query[d] as number), 0) / divisor,
    ),
  );
  const weights = scores.map(softmax);
  const output = weights.map((row) =>
    Array.from({ length: width }, (_, d) =>
      row.reduce((sum, weight, j) => sum + weight * ((v[j] as readonly number[])[d] as number), 0),
    ),
  );
  return { scores, weights, output };
}

/**
 * Marks of place that tell tokens apart by where they stand: sines and cosines of growing wavelength
 * (Vaswani and others, 2017).
 *
 * @param steps - Tokens.
 * @param options - `units` per token.
 * @returns Shape `[steps, units]`: even places sine, odd ones cosine.
 * @example
 * assert.deepEqual(positionalEncoding(1, { units: 4 }), [[0, 1, 0, 1]]);
 */
export function positionalEncoding(steps: number, options: { units: number }): number[][] {
  const { units } = options;
  checkInteger(steps, { verb: "mark places", argument: "steps", min: 1 });
  checkInteger(units, { verb: "mark places", argument: "units", min: 1 });
  return Array.from({ length: steps }, (_, step) =>
    Array.from({ length: units }, (_unused, i) => {
      const angle = step / 10_000 ** ((2 * Math.floor(i / 2)) / units);
      return i % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
    }),
  );
}
