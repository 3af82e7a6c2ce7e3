/** Recurrent layers: simple, LSTM and GRU. */
import { isFused, recurrent, type Cell } from "../ops/recurrent";
import { Unsupported } from "../ops/program";
import type { LayerLowering } from "./emit";
import type { Layer } from "./model";
import { activationOf, requireSetting, neededWeight, soleInput, weightOf } from "./settings";

/** More steps would make the graph too large to be loaded quickly; the LSTM of TensorFlow's own has no such limit. */
const MAX_STEPS = 120;

/** Lowerings of recurrent layers. */
export const recurrence: Readonly<Record<string, LayerLowering>> = {
  SimpleRNN: lowering("simple"),
  LSTM: lowering("lstm"),
  GRU: lowering("gru"),
};

function lowering(kind: Cell["kind"]): LayerLowering {
  return (layer, inputs, { context }) => {
    const x = soleInput(inputs, layer);
    if (x.shape.slice(1).includes(null))
      throw new Unsupported(`unknown sizes before the layer ${layer.name}`);
    for (const key of ["returnState", "goBackwards", "stateful"])
      requireSetting(layer, { key, values: [false, null, undefined] });
    const inner = layer["cell"] as Layer;
    for (const key of ["dropout", "recurrentDropout"]) {
      context.program.dependOn(inner, key);
      requireSetting(inner, { key, values: [0, null, undefined] });
    }
    const cell: Cell = {
      kind,
      units: inner["units"] as number,
      kernel: neededWeight(inner, { context, key: "kernel" }),
      recurrent: neededWeight(inner, { context, key: "recurrentKernel" }),
      bias: weightOf(inner, { context, key: "bias" }),
      activation: activationOf(inner, context),
      gateActivation: kind === "simple" ? "linear" : activationOf(inner, context, "recurrentActivation"),
    };
    if (!isFused(cell) && (x.shape[1] as number) > MAX_STEPS)
      throw new Unsupported(`more than ${MAX_STEPS} steps of time`);
    return recurrent(context.program, x, { cell, sequences: layer["returnSequences"] === true });
  };
}
