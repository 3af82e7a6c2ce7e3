/** Writes a model's layers into a graph, from its outputs back to its inputs. */
import { asFloat } from "../ops/basic";
import { Unsupported, type Program, type Value } from "../ops/program";
import type { Tf } from "../internals";
import type { Edge } from "../graph/graph";
import { layers } from "./registry";
import type { Container, Layer, SymbolicTensorInfo, Weight } from "./model";

/** What the lowering of a layer needs to know of the graph it is written into. */
export interface LoweringContext {
  readonly program: Program;
  readonly tf: Tf;
  /** The graph's value of a weight; one that rows are multiplied with may be kept in parts. */
  weight(weight: Weight, use?: "product"): Value;
  /** Renews a weight that does not learn by gradients, such as a moving average. */
  update(weight: Weight, value: Edge): void;
  /** An edge of int32 [2]: the step, and the layer's seed at that step; for randomness. */
  seed(layer: Layer): Edge;
}

/** How one class of layers is written into a graph. */
export type LayerLowering = (
  layer: Layer,
  inputs: readonly Value[],
  options: { context: LoweringContext; output: SymbolicTensorInfo },
) => Value;

/**
 * Writes a model.
 *
 * @param container - The model.
 * @param inputs - The values of its inputs.
 * @returns The values of its outputs.
 * @throws Unsupported when some layer, or some setting of one, has no graph.
 */
export function emitModel(container: Container, inputs: readonly Value[], context: LoweringContext): Value[] {
  const known = new Map<number, Value>();
  container.inputs.forEach((symbol, i) => known.set(symbol.id, inputs[i] as Value));
  const nested = new Map<string, Value[]>();

  const valueOf = (symbol: SymbolicTensorInfo): Value => {
    const value = known.get(symbol.id) ?? compute(symbol);
    known.set(symbol.id, value);
    return value;
  };

  const compute = (symbol: SymbolicTensorInfo): Value => {
    const layer = symbol.sourceLayer;
    checkLayer(layer, context);
    const arguments_ = symbol.inputs.map(valueOf);
    const inner = containerOf(layer);
    if (inner) {
      const call = `${layer.name} ${symbol.inputs.map(({ id }) => id).join(" ")}`;
      const outputs = nested.get(call) ?? emitModel(inner, arguments_, context);
      nested.set(call, outputs);
      return outputs[symbol.outputTensorIndex ?? 0] as Value;
    }
    const name = layer.getClassName();
    const lower = layers[name] as LayerLowering;
    const floats =
      name === "Embedding" ? arguments_ : arguments_.map((value) => asFloat(context.program, value));
    return lower(layer, floats, { context, output: symbol });
  };

  return container.outputs.map(valueOf);
}

/** All layers of a model, those of models within it too. */
export function allLayers(container: Container): Layer[] {
  const list = (container as unknown as { layers: Layer[] }).layers;
  return list.flatMap((layer) => {
    const inner = containerOf(layer);
    return inner ? allLayers(inner) : [layer];
  });
}

/** The model that a layer is; a Sequential wraps one. */
function containerOf(layer: Layer): Container | undefined {
  const inner = (layer["model"] ?? layer) as Layer;
  return Array.isArray(inner["layers"]) && Array.isArray(inner["outputs"]) ? (inner as Container) : undefined;
}

/** A learner's own class, or an own `call` put on a layer, computes what no table here knows. */
function checkLayer(layer: Layer, { tf, program }: LoweringContext): void {
  const name = layer.getClassName();
  const hooked = Object.hasOwn(layer, "call") || (layer._callHook ?? null) !== null;
  if (hooked) throw new Unsupported(`the layer ${layer.name}, which has a call of its own`);
  program.dependOn(layer, "call");
  program.dependOn(layer, "_callHook");
  if (containerOf(layer)) return;
  const known = Object.hasOwn(layers, name) && classOf(tf, name) === layer.constructor;
  if (!known) throw new Unsupported(`layers of class ${name}`);
}

function classOf(tf: Tf, name: string): unknown {
  type Registry = { getMap(): { classNameMap: Record<string, [unknown, unknown] | undefined> } };
  return (tf.serialization.SerializationMap as unknown as Registry).getMap().classNameMap[name]?.[0];
}
