/** Looks at a learner's model before it is measured: is it one, what goes in and out, is it compiled, was it trained? */
import { formatValue } from "./compare";
import { lastTraining } from "./last-training";
import type { Finding } from "./verdict";
import { tf, type LayersModel } from "../core/tf";

/** What an exercise asks of a model, as far as its structure shows it. */
export interface ModelWish {
  /** The shape of one input without the batch axis, such as `[2]` or `[28, 28, 1]`. */
  input?: readonly number[];
  /** The number of output units. */
  outputs?: number;
  /** The activation of the last layer, such as `"sigmoid"`. */
  activation?: string;
  /** The loss that `compile` was given, by its name, in a list or as a function of `tf.losses`, or several that will do. */
  loss?: string | readonly string[];
  /** Kinds of layers that must occur, by the names of their classes, such as `"Conv2D"`. */
  layers?: readonly string[];
  /** Whether it must have been trained by `fit` (true). */
  trained?: boolean;
}

interface LayerLike {
  readonly activation?: { getClassName?: () => string };
  getClassName: () => string;
}

/**
 * Finds the first thing in which a model is not as an exercise asks.
 *
 * @param answer - What the learner gave: a model, it is hoped.
 * @param wish - What the statement asks for.
 * @returns A finding that says what to change, or `undefined`.
 */
export function modelFinding(answer: unknown, wish: ModelWish): Finding | undefined {
  if (isPromise(answer))
    return { why: "This is a promise, not a model: put `await` in front of the call that makes it." };
  if (typeof answer === "function")
    return { why: "This is a function: call it, and give the model that it returns." };
  if (!isModel(answer))
    return { actual: answer, why: "Give the model itself, such as `tf.sequential` makes it." };
  if (answer.layers.length === 0 || answer.outputs === undefined || answer.outputs.length === 0)
    return { why: "The model has no layers yet: add them with `model.add(…)`." };
  return shapeFinding(answer, wish) ?? layersFinding(answer, wish) ?? trainingFinding(answer, wish);
}

function shapeFinding(model: LayersModel, { input, outputs }: ModelWish): Finding | undefined {
  const given = (model.inputs[0]?.shape ?? []).slice(1);
  if (input && formatValue(given) !== formatValue(input))
    return {
      actual: { "input shape": given },
      why: `One input has the shape ${formatValue(input)}: say so by \`inputShape\` in the first layer.`,
    };
  const units = model.outputs[0]?.shape.at(-1);
  if (outputs === undefined || (units === outputs && model.outputs[0]?.shape.length === 2)) return undefined;
  const shape = (model.outputs[0]?.shape ?? []).slice(1);
  return {
    actual: { "output shape": shape },
    why: `The last layer must give ${outputs} number${outputs === 1 ? "" : "s"} for each row: \`units: ${outputs}\`.`,
  };
}

function layersFinding(model: LayersModel, { activation, layers = [] }: ModelWish): Finding | undefined {
  const kinds = model.layers.map((layer) => (layer as unknown as LayerLike).getClassName());
  const missing = layers.find((kind) => !kinds.includes(kind));
  if (missing !== undefined)
    return { actual: { layers: kinds }, why: `The model must have a layer of the kind ${missing}.` };
  const last = lastActivation(model);
  if (activation === undefined || last === activation) return undefined;
  return {
    actual: { "activation of the last layer": last },
    why: `The last layer needs \`activation: "${activation}"\`.`,
  };
}

/** A layer of its own may follow the last units. */
function lastActivation(model: LayersModel): string {
  const last = model.layers.at(-1) as unknown as LayerLike;
  if (last.getClassName() === "Softmax") return "softmax";
  return last.activation?.getClassName?.() ?? "linear";
}

function trainingFinding(model: LayersModel, { loss, trained = true }: ModelWish): Finding | undefined {
  const { loss: given, optimizer } = model as unknown as { loss?: unknown; optimizer?: unknown };
  if (loss !== undefined || trained) {
    if (optimizer === undefined || given === undefined)
      return {
        why: "The model is not compiled yet: call `model.compile({ optimizer, loss })` before `fit`.",
      };
  }
  const allowed = loss === undefined ? [] : [loss].flat();
  const name = lossName(given);
  if (allowed.length > 0 && (name === undefined || !allowed.includes(name)))
    return {
      actual: { loss: name ?? "a loss of another kind" },
      why: `The loss that belongs to this question is \`${allowed[0]}\`.`,
    };
  if (!trained || lastTraining(model) !== undefined) return undefined;
  return { why: "The model is not trained yet: `await model.fit(x, y, { epochs: … })`." };
}

/** `compile` takes a name, a function, or a list with one of either for each output. */
function lossName(given: unknown): string | undefined {
  if (typeof given === "string") return given;
  if (Array.isArray(given)) return given.length === 1 ? lossName(given[0]) : undefined;
  const named: [string, unknown][] = [
    ["meanSquaredError", tf.losses.meanSquaredError],
    ["meanSquaredError", tf.metrics.meanSquaredError],
    ["meanAbsoluteError", tf.losses.absoluteDifference],
    ["meanAbsoluteError", tf.metrics.meanAbsoluteError],
    ["binaryCrossentropy", tf.metrics.binaryCrossentropy],
    ["categoricalCrossentropy", tf.metrics.categoricalCrossentropy],
  ];
  return named.find(([, loss]) => loss === given)?.[0];
}

function isPromise(value: unknown): boolean {
  return typeof (value as { then?: unknown } | undefined)?.then === "function";
}

function isModel(value: unknown): value is LayersModel {
  const model = value as Partial<LayersModel> | undefined;
  return (
    typeof model === "object" &&
    model !== null &&
    Array.isArray(model.layers) &&
    typeof model.predict === "function"
  );
}
