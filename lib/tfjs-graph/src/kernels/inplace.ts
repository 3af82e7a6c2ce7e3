/** Runs TensorFlow's in-place updates (`ResourceApplyAdam` and its like) on tfjs's variables, which are plain tensors. */
import type { Tensor, Variable } from "@tensorflow/tfjs-node";
import { nativeBackend, type Attribute, type Tf } from "../internals";
import { operations, type Restore } from "./native";

/** Updates variables by one operation. */
export interface InPlace {
  /**
   * Lends the variables to TensorFlow as resources, runs the operation on them, and takes the new values back.
   *
   * @param variables - Resources in the operation's order; each gets a new value.
   * @param options - The operation's name, attributes and inputs after the resources.
   */
  update(
    variables: readonly Variable[],
    options: { operation: string; attributes: readonly Attribute[]; operands: readonly Tensor[] },
  ): void;
  /** Gives the resources back. */
  release: Restore;
}

/**
 * Makes updates possible. Lending and taking back share memory. A value that nobody but its variable holds is
 * overwritten; of one that a clone or a recorded gradient shares, TensorFlow writes a copy. Between updates the
 * variables alone are the truth: whoever reads, sets or saves them needs to know nothing of this.
 *
 * @param tf - TensorFlow.js on the native back end.
 */
export function inPlaceUpdates(tf: Tf): InPlace {
  const { binding } = nativeBackend(tf);
  const resources = new Resources(tf);
  const { dtype } = resources;
  /** Without this TensorFlow would copy: the value must be the resource's alone. */
  function letGo({ dataId }: Variable): void {
    const data = nativeBackend(tf).tensorMap.get(dataId);
    if (data.refCount !== 1) return;
    binding.deleteTensor(data.id);
    // What tfjs-node takes for "no native tensor yet".
    data.id = -1;
  }
  function takeBack(variable: Variable, index: number): void {
    const [output] = binding.executeOp("ReadVariableOp", dtype, [resources.at(index)], 1);
    if (output === undefined) throw new Error("ReadVariableOp must give a tensor");
    const value = nativeBackend(tf).createOutputTensor(output);
    variable.assign(value);
    value.dispose();
  }
  return {
    update(variables, { operation, attributes, operands }) {
      const backend = nativeBackend(tf);
      const inputs = backend.getInputTensorIds(operands);
      const values = backend.getInputTensorIds(variables);
      values.forEach((value, i) => binding.executeOp("AssignVariableOp", dtype, [resources.at(i), value], 0));
      variables.forEach(letGo);
      try {
        binding.executeOp(operation, attributes, [...values.map((_, i) => resources.at(i)), ...inputs], 0);
      } finally {
        variables.forEach(takeBack);
      }
    },
    release: () => resources.release(),
  };
}

/** TensorFlow's own variables, made as they are asked for. */
class Resources {
  /** The attribute that says that they hold floats. */
  readonly dtype: readonly Attribute[];
  /** Kept as bare numbers: as tensors tfjs would count them, and as strings at that. */
  private readonly ids: number[] = [];
  private static made = 0;

  constructor(private readonly tf: Tf) {
    this.dtype = [operations(tf).floatType("dtype")];
  }

  /** The handle of a resource, counted from 0. */
  at(index: number): number {
    return (this.ids[index] ??= this.make());
  }

  release(): void {
    const { binding } = nativeBackend(this.tf);
    for (const id of this.ids.splice(0)) {
      binding.executeOp("DestroyResourceOp", [], [id], 0);
      binding.deleteTensor(id);
    }
  }

  private make(): number {
    const { binding } = nativeBackend(this.tf);
    const { text } = operations(this.tf);
    const name = `tfjs-graph/in-place/${Resources.made++}`;
    // Eager TensorFlow checks the type of what is assigned and not its shape, so one resource serves all variables.
    const shape = { name: "shape", type: binding.TF_ATTR_SHAPE, value: [] };
    const attributes = [text("container", ""), text("shared_name", name), ...this.dtype, shape];
    const [output] = binding.executeOp("VarHandleOp", attributes, [], 1);
    if (output === undefined) throw new Error("VarHandleOp must give a handle");
    return output.id;
  }
}
