/** The library definition of the course for the kernel, see `tslab-kernel/library`. */
import type { KernelLibrary } from "tslab-kernel/library";
import { loadTf } from "../core/load-tf";
import { recordProgress } from "../core/progress";

/** Module replacements, namespaces and phrases of the course. */
export const library: KernelLibrary = {
  // An import of TensorFlow.js by its own name also gets explained errors, interruptible training and tracked tensors.
  replacements: { "@tensorflow/tfjs-node": loadTf },
  cellStarted: ({ id }) => {
    if (id !== undefined) recordProgress({ kind: "place", cell: id });
  },
  namespaces: { dfd: "danfojs-node" },
  phrases: {
    tensorflow: 'import { tf } from "neural-notebooks/core"',
    tables: 'tables come with `import { DataFrame } from "neural-notebooks/frames"`',
    charts:
      'charts come from `neural-notebooks/charts`, e.g. `import { lineChart } from "neural-notebooks/charts"`',
    metrics: "measures and splits come from `neural-notebooks/evaluation` and `neural-notebooks/tensors`",
  },
};
