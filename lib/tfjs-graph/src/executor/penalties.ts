/** What regularizers add to the loss: l1·Σ|w| + l2·Σw². */
import { absolute, add, scale, square, sumAll } from "../ops/basic";
import { Unsupported, type Value } from "../ops/program";
import type { Tf } from "../internals";
import type { LoweringContext } from "../lowering/emit";
import type { Layer, Weight } from "../lowering/model";

/** Which weight each setting of a layer is about. */
const SETTINGS: Readonly<Record<string, string>> = {
  kernelRegularizer: "kernel",
  biasRegularizer: "bias",
  depthwiseRegularizer: "depthwiseKernel",
  embeddingsRegularizer: "embeddings",
  gammaRegularizer: "gamma",
  betaRegularizer: "beta",
};

interface L1L2 {
  readonly l1: number;
  readonly l2: number;
}

/**
 * All penalties of some layers.
 *
 * @throws Unsupported when a layer adds another loss than that of a regularizer l1l2.
 */
export function penaltiesOf(layers: readonly Layer[], context: LoweringContext): Value[] {
  return layers.flatMap((layer) => {
    const losses = (layer["losses"] as readonly unknown[] | undefined) ?? [];
    if (losses.length === 0) return [];
    const found = Object.entries(SETTINGS).flatMap(([setting, key]) => {
      const regularizer = layer[setting] as (L1L2 & object) | null | undefined;
      const weight = layer[key] as Weight | null | undefined;
      if (!regularizer || !weight) return [];
      if (regularizer.constructor !== classL1L2(context.tf))
        throw new Unsupported(`${setting} of ${layer.name}`);
      for (const field of ["l1", "l2"]) context.program.dependOn(regularizer, field);
      return [{ regularizer, weight: context.weight(weight) }];
    });
    const nodes = (layer["inboundNodes"] as readonly unknown[] | undefined)?.length ?? 1;
    if (found.length !== losses.length || nodes > 1)
      throw new Unsupported(`added losses of the layer ${layer.name}`);
    return found.flatMap(({ regularizer, weight }) => penalty(context, { regularizer, weight }));
  });
}

function penalty(
  { program: p }: LoweringContext,
  { regularizer, weight }: { regularizer: L1L2; weight: Value },
): Value[] {
  const terms = [
    ...(regularizer.l1 === 0 ? [] : [scale(p, sumAll(p, absolute(p, weight)), regularizer.l1)]),
    ...(regularizer.l2 === 0 ? [] : [scale(p, sumAll(p, square(p, weight)), regularizer.l2)]),
  ];
  const [first, second] = terms;
  return first && second ? [add(p, first, second)] : terms;
}

let l1l2: unknown;

function classL1L2(tf: Tf): unknown {
  return (l1l2 ??= (tf.regularizers.l1l2() as object).constructor);
}
