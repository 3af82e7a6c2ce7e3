/** What fused kernels do to a product: a bias is added, and an activation taken. */
import { elu, leakyRelu, relu, relu6, sigmoid, type Elementwise } from "./elementwise";
import { floatsOf, type CpuCall } from "./cpu";

/** A bias, one number for each channel, and an activation, which changes a result that is not handed out yet. */
export interface Finish {
  readonly bias: Float32Array | undefined;
  activate(values: Float32Array): void;
}

const activations: Readonly<Record<string, Elementwise | undefined>> = { relu, relu6, elu, sigmoid };

/**
 * The finish that a fused call asks for.
 *
 * @param call - Of `_FusedMatMul` or `FusedConv2D`.
 * @param channels - Length of the result's last axis, along which a bias lies.
 * @returns `undefined` if the stock kernel must do it: a bias of another shape or type, an unknown activation.
 */
export function finishOf(call: CpuCall, channels: number): Finish | undefined {
  const { bias, preluActivationWeights: alpha } = call.inputs;
  const add = bias ? perChannel(call, { of: "bias", channels }) : undefined;
  if (bias && add === undefined) return undefined;
  const { activation = "linear", leakyreluAlpha } = call.attributes;
  let activate: Elementwise | undefined = activations[activation as string];
  if (activation === "leakyrelu") activate = leakyRelu(leakyreluAlpha as number);
  if (activation === "prelu" && alpha) {
    const slopes = perChannel(call, { of: "preluActivationWeights", channels });
    if (slopes) activate = (x) => scaleNegative(x, slopes);
  }
  if (activate === undefined && activation !== "linear" && activation !== null) return undefined;
  return { bias: add, activate: (values) => activate?.(values, values) };
}

/** One number for each channel, from a tensor of one number or one axis. */
function perChannel(
  call: CpuCall,
  { of, channels }: { of: string; channels: number },
): Float32Array | undefined {
  const tensor = call.inputs[of];
  const values = floatsOf(call, tensor);
  if (tensor === undefined || values === undefined || tensor.shape.length > 1) return undefined;
  if (values.length === channels) return values;
  return values.length === 1 ? new Float32Array(channels).fill(values[0] ?? NaN) : undefined;
}

function scaleNegative(values: Float32Array, alpha: Float32Array): void {
  for (let i = 0; i < values.length;)
    for (let channel = 0; channel < alpha.length; channel += 1, i += 1) {
      const value = values[i] as number;
      if (value < 0) values[i] = (alpha[channel] as number) * value;
    }
}
