/** Compares the helpers of models with independent oracles (lib/neural-notebooks/oracles). */
import { testComparisons } from "../core/oracle.testing";
import { tf } from "../core/tf";
import { modelComparisons } from "./oracle.testing";

testComparisons(modelComparisons(), { tensors: () => tf.memory().numTensors });
