/** Reads settings of layers, and refuses those for which there is no graph. */
import { Unsupported, type Value } from "../ops/program";
import type { LoweringContext } from "./emit";
import type { Layer, Named, Weight } from "./model";

/** The only input of a layer. */
export function soleInput(inputs: readonly Value[], layer: Layer): Value {
  const [input] = inputs;
  if (!input || inputs.length !== 1)
    throw new Unsupported(`${inputs.length} inputs of the layer ${layer.name}`);
  return input;
}

/** The class name of a layer's activation. */
export function activationOf(layer: Layer, { program }: LoweringContext, key = "activation"): string {
  program.dependOn(layer, key);
  const activation = layer[key] as Named | null | undefined;
  return activation ? activation.getClassName() : "linear";
}

/** A weight of a layer, where it has it. */
export function weightOf(
  layer: Layer,
  { context, key, use }: { context: LoweringContext; key: string; use?: "product" },
): Value | undefined {
  const weight = layer[key] as Weight | null | undefined;
  return weight ? context.weight(weight, use) : undefined;
}

/** A weight that the layer must have. */
export function neededWeight(
  layer: Layer,
  options: { context: LoweringContext; key: string; use?: "product" },
): Value {
  const value = weightOf(layer, options);
  if (!value) throw new Unsupported(`the layer ${layer.name} without ${options.key}`);
  return value;
}

/** Refuses a layer unless a setting has one of some values. */
export function requireSetting(
  layer: Layer,
  { key, values }: { key: string; values: readonly unknown[] },
): void {
  if (!values.includes(layer[key]))
    throw new Unsupported(`${key} = ${String(layer[key])} of the layer ${layer.name}`);
}

/** Numbers of a setting, such as strides. */
export function numbersOf(layer: Layer, key: string): number[] {
  const value = layer[key];
  return Array.isArray(value) ? (value as number[]) : [value as number];
}
