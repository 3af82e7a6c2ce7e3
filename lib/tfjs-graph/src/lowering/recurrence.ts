/** Recurrent layers: simple, LSTM and GRU. */
import { isWhole, recurrent, type Cell } from "../ops/recurrent";
import { Unsupported } from "../ops/program";
import type { LayerWriter } from "./emit";
import type { Layer } from "./model";
import { activationOf, demand, neededWeight, only, weightOf } from "./settings";

/** More steps would make the graph too large to be loaded quickly; the LSTM of TensorFlow's own has no such limit. */
const MOST_STEPS = 120;

/** Writers of recurrent layers. */
export const recurrence: Readonly<Record<string, LayerWriter>> = {
  SimpleRNN: writer("simple"),
  LSTM: writer("lstm"),
  GRU: writer("gru"),
};

function writer(kind: Cell["kind"]): LayerWriter {
  return (layer, inputs, { around }) => {
    const x = only(inputs, layer);
    if (x.shape.slice(1).includes(null))
      throw new Unsupported(`unknown sizes before the layer ${layer.name}`);
    for (const key of ["returnState", "goBackwards", "stateful"])
      demand(layer, { key, values: [false, null, undefined] });
    const inner = layer["cell"] as Layer;
    for (const key of ["dropout", "recurrentDropout"]) {
      around.program.watch(inner, key);
      demand(inner, { key, values: [0, null, undefined] });
    }
    const cell: Cell = {
      kind,
      units: inner["units"] as number,
      kernel: neededWeight(inner, { around, key: "kernel" }),
      recurrent: neededWeight(inner, { around, key: "recurrentKernel" }),
      bias: weightOf(inner, { around, key: "bias" }),
      activation: activationOf(inner, around),
      gateActivation: kind === "simple" ? "linear" : activationOf(inner, around, "recurrentActivation"),
    };
    if (!isWhole(cell) && (x.shape[1] as number) > MOST_STEPS)
      throw new Unsupported(`more than ${MOST_STEPS} steps of time`);
    return recurrent(around.program, x, { cell, sequences: layer["returnSequences"] === true });
  };
}
