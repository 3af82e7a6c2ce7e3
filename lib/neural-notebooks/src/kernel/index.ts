/** What the kernel is told of the course, see `tslab-kernel/library`. */
import type { KernelLibrary } from "tslab-kernel/library";
import { loadTf } from "../core/load-tf";

/** Names, words and packages of the course. */
export const library: KernelLibrary = {
  // By its own name, too, TensorFlow.js has errors that teach, a training that stops, and tensors that can be told.
  replacements: { "@tensorflow/tfjs-node": loadTf },
  namespaces: { dfd: "danfojs-node" },
  phrases: {
    tensorflow: 'import { tf } from "neural-notebooks/core"',
    tensorTypes: "neural-notebooks/core",
    tables: 'tables come with `import { Frame } from "neural-notebooks/frames"`',
    charts:
      'charts come from `neural-notebooks/charts`, e.g. `import { lineChart } from "neural-notebooks/charts"`',
    metrics: "measures and splits come from `neural-notebooks/evaluation` and `neural-notebooks/tensors`",
  },
};
