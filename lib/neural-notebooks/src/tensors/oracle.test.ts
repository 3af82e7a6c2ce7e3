/** Compares the helpers of tensors with independent oracles (lib/neural-notebooks/oracles). */
import { testComparisons } from "../core/oracle.testing";
import { tf } from "../core/tf";
import { tensorComparisons } from "./oracle.testing";

testComparisons(tensorComparisons(), { tensors: () => tf.memory().numTensors });
