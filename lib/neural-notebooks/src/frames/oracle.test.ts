/** Compares the helpers of frames with independent oracles (lib/neural-notebooks/oracles). */
import { testComparisons } from "../core/oracle.testing";
import { frameComparisons } from "./oracle.testing";

testComparisons(frameComparisons());
