/** What the examples of the table find: the cells that a learner has run before. */

/** Run in the kernel before the examples. */
export const SETUP_CELLS: readonly string[] = [
  'import { tf } from "neural-notebooks/core/tf";\nimport { display } from "neural-notebooks/core/notebook";',
  'const age: number = 7;\nconst numbers: number[] = [1, 2, 3];\nconst word: string = "seven";',
  "const loading: Promise<number[]> = Promise.resolve([1, 2, 3]);",
  "const t = tf.tensor([1, 2, 3]);\nconst a = tf.tensor2d([[1, 2], [3, 4]]);\nconst b = tf.tensor2d([[1, 2], [3, 4]]);",
  "const inputs = tf.ones([4, 2]);\nconst targets = tf.ones([4, 1]);",
  "const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });",
];

/** The same for a compiler without a kernel: a declaration file. */
export const SETUP_DECLARATIONS = `
import type * as TensorFlow from "@tensorflow/tfjs-node";
import type { display as Display } from "neural-notebooks/core/notebook";
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
