/** Compares the helpers of evaluation with independent oracles (lib/neural-notebooks/oracles). */
import { testComparisons } from "../core/oracle.testing";
import { evaluationComparisons } from "./oracle.testing";

testComparisons(evaluationComparisons());
