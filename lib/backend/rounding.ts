/** Where TensorFlow's fused optimizers round otherwise than tfjs' chains of operations do. */

/**
 * The least share of the old mean from which on the fused operations are used: they compute s + (g² − s)(1 − ρ), and
 * little is left of a small g² where s is large and almost forgotten.
 */
export const LEAST_MEMORY = 0.5;

/**
 * How much larger a running mean grows in TensorFlow's operations than in tfjs: they weigh the new value by 1 − ρ
 * computed in 32 bits, 0.00100005 for ρ = 0.999, tfjs by 0.001. All of it is larger by this factor, so that η and ε,
 * changed alike, give tfjs's steps.
 *
 * @param rho - The share of the old mean, 0 to 1.
 */
export function growth(rho: number): number {
  return rho < 1 ? Math.fround(1 - Math.fround(rho)) / (1 - rho) : 1;
}
