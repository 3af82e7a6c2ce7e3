/** Puts the tfjs optimizers beside PyTorch's, for the tests and the table of deviations. */
import { oracle, oracleSource, type Comparison } from "../core/oracle.testing";
import { tf, type Scalar } from "../core/tf";
import type { OptimizerCase } from "../models/oracle.testing";
import type { OptimizerName } from "../models/plain-optimizers";
import { tfOptimizer } from "./tfjs-optimizers";

const torch = oracle<{ optimizers: OptimizerCase }>("networks").optimizers;

/** Every comparison of this stage; AdaGrad is not among them, as tfjs starts its sum at 0.1 and PyTorch at 0. */
export function trainingComparisons(): Comparison[] {
  return (["sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw"] as const).map((name) => ({
    helper: `tfOptimizer ${name}, 10 steps`,
    source: oracleSource("networks", "torch"),
    // tfjs computes with 32-bit numbers.
    tolerance: 1e-5,
    values: () => ({ actual: walk(name), expected: torch.paths[name] }),
  }));
}

/** The places that a tfjs optimizer passes in ten steps of the oracle's descent. */
export function walk(name: OptimizerName): number[][] {
  const { learningRate, weightDecay, curvature, target, start } = torch;
  const rule = tfOptimizer(name, { learningRate, weightDecay, epsilon: 1e-8 });
  const first = tf.tensor1d(start);
  const w = tf.variable(first);
  const lossAt = (): Scalar =>
    tf.tidy(() => {
      const bowl = w.sub(tf.tensor1d(target)).square().mul(tf.tensor1d(curvature)).sum();
      return bowl.add(w.slice(0, 1).mul(w.slice(1, 1)).sum());
    });
  const path = [[...w.dataSync()]];
  for (let i = 0; i < 10; i++) {
    rule.minimize(lossAt, false, [w]);
    path.push([...w.dataSync()]);
  }
  tf.dispose([first, w]);
  rule.dispose();
  return path;
}
