/** What the examples of the table find: the cells that a learner has run before. */

/** As a declaration file, for a compiler without a kernel. */
export const SETUP_DECLARATIONS = `
import type * as TensorFlow from "@tensorflow/tfjs-node";
import type { display as Display } from "tslab-kernel/display";
declare global {
  export import tf = TensorFlow;
  const display: typeof Display;
  const age: number;
  const numbers: number[];
  const word: string;
  const loading: Promise<number[]>;
  const t: TensorFlow.Tensor;
  const a: TensorFlow.Tensor2D;
  const b: TensorFlow.Tensor2D;
  const inputs: TensorFlow.Tensor;
  const targets: TensorFlow.Tensor;
  const model: TensorFlow.Sequential;
}
`;
