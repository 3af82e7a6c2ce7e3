/** Compares the helpers of training with independent oracles (lib/neural-notebooks/oracles). */
import { testComparisons } from "../core/oracle.testing";
import { tf } from "../core/tf";
import { trainingComparisons } from "./oracle.testing";

testComparisons(trainingComparisons(), { tensors: () => tf.memory().numTensors });
