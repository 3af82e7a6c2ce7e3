/** Dropout: numbers fall out at random, the others grow so that the mean stays. */
import { attribute } from "../graph/attributes";
import type { Edge } from "../graph/graph";
import { shapeOf } from "./basic";
import type { Program, Value } from "./program";

/** The placeholder that counts steps: int32 [2], the step and 0. */
export const STEP = "step_seed";

/**
 * Drops a share of the numbers.
 *
 * @param options - `rate`: the share; `seed`: the same one gives the same numbers at the same step; `step`: the edge
 *   of {@link STEP}.
 */
export function dropout(p: Program, x: Value, options: { rate: number; seed: number; step: Edge }): Value {
  const { rate, seed, step } = options;
  const int = attribute.type("int32");
  const own = p.graph.constant("int32", [p.nextRandom(), seed | 0]);
  const state = p.graph.add("AddV2", [step, own], { attributes: { T: int } });
  const uniform = p.graph.add("StatelessRandomUniform", [shapeOf(p, x), state], {
    attributes: { dtype: attribute.type("float32"), T: int, Tseed: int },
  });
  const kept = p.node("GreaterEqual", [uniform, p.graph.constant("float32", rate)]);
  const flags = p.graph.add("Cast", [kept], {
    attributes: { SrcT: attribute.type("bool"), DstT: attribute.type("float32") },
  });
  const mask = p.node("Mul", [flags, p.graph.constant("float32", 1 / (1 - rate))]);
  const y = p.value(p.node("Mul", [x.edge, mask]), x.shape, { from: [x] });
  return p.record(y, (dy) => p.pass(x, () => p.node("Mul", [dy, mask])));
}
