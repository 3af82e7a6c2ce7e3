/** Compares the helpers of training with independent oracles (lib/tools/oracles). */
import { testComparisons } from "../core/oracle.testing";
import { tf } from "../core/tf";
import { trainingComparisons } from "./oracle.testing";

testComparisons(trainingComparisons(), { tensors: () => tf.memory().numTensors });
