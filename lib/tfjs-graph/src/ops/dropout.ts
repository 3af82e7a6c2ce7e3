/** Dropout: numbers fall out at random, the others grow so that the mean stays. */
import { attribute } from "../graph/attributes";
import type { Edge } from "../graph/graph";
import { shapeOf } from "./basic";
import type { Program, Value } from "./program";

/**
 * Drops a share of the numbers.
 *
 * @param options - `rate`: the share; `seed`: an edge of int32 [2]; the same two integers drop the same numbers.
 */
export function dropout(p: Program, x: Value, options: { rate: number; seed: Edge }): Value {
  const { rate, seed } = options;
  const int = attribute.type("int32");
  const uniform = p.graph.add("StatelessRandomUniform", [shapeOf(p, x), seed], {
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
