/** All kernels together: put in once, taken out again, and kept away from other back ends. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { test } from "node:test";
import { tf } from "../tf.testing";
import { registerKernels } from "./index";
import { NATIVE } from "../internals";
import { assertSteady, onNative } from "./stock.testing";

/** Every kernel and gradient by identity, to see what a registration changes. */
function registry(): Map<string, unknown> {
  const entries = new Map<string, unknown>();
  for (const kernel of tf.getKernelsForBackend(NATIVE)) {
    entries.set(`kernel ${kernel.kernelName}`, kernel.kernelFunc);
    entries.set(`gradient ${kernel.kernelName}`, tf.getGradient(kernel.kernelName));
  }
  return entries;
}

function changed(before: Map<string, unknown>, after: Map<string, unknown>): string[] {
  assert.deepEqual([...after.keys()].sort(), [...before.keys()].sort());
  return [...after].filter(([name, value]) => before.get(name) !== value).map(([name]) => name);
}

test("restore puts back every stock kernel and gradient", onNative, () => {
  const stock = registry();
  const restore = registerKernels(tf);
  const names = changed(stock, registry());
  for (const name of ["gradient Relu", "kernel Sum", "kernel BatchMatMul", "kernel MaxPoolGrad"]) {
    assert.ok(names.includes(name), `${name} is not among ${names.join()}`);
  }
  restore();
  assert.deepEqual(changed(stock, registry()), []);
});

test("registering twice registers once; an old restore takes nothing out", onNative, () => {
  const stock = registry();
  const restore = registerKernels(tf);
  const once = registry();
  assert.equal(registerKernels(tf), restore);
  assert.deepEqual(changed(once, registry()), []);
  restore();
  const again = registerKernels(tf);
  restore();
  assert.notDeepEqual(changed(stock, registry()), []);
  again();
  assert.deepEqual(changed(stock, registry()), []);
});

test("nothing is printed while kernels are swapped", onNative, () => {
  const { warn } = console;
  const said: unknown[] = [];
  console.warn = (...words: unknown[]) => void said.push(words);
  try {
    registerKernels(tf)();
  } finally {
    console.warn = warn;
  }
  assert.deepEqual(said, []);
});

test("on the JavaScript back end it is refused and nothing is registered", () => {
  const code = `
    const tf = require("@tensorflow/tfjs");
    tf.setBackend("cpu");
    const { registerKernels } = require(${JSON.stringify(path.join(__dirname, "index.js"))});
    const relu = tf.getGradient("Relu");
    const sum = tf.getKernel("Sum", "cpu");
    try { registerKernels(tf); } catch (error) { console.log(error.name, error.message); }
    console.log(tf.getGradient("Relu") === relu, tf.getKernel("Sum", "cpu") === sum);`;
  const { stdout } = spawnSync(process.execPath, ["-e", code], {
    cwd: __dirname,
    encoding: "utf8",
  });
  const [refusal, untouched] = stdout.split("\n");
  assert.match(
    refusal ?? "",
    /^BackendError Cannot use TensorFlow operations: .*"tensorflow"; received "cpu"\.$/,
  );
  assert.equal(untouched, "true true");
});

test("gradients of a tf that is switched to the JavaScript back end are tfjs's own", onNative, () => {
  const code = `
    const { tf } = require(${JSON.stringify(path.join(__dirname, "..", "tf.testing.js"))});
    require(${JSON.stringify(path.join(__dirname, "index.js"))}).registerKernels(tf);
    require("@tensorflow/tfjs").setBackend("cpu");
    const dx = tf.grad((x) => tf.relu6(tf.relu(x)).sum())(tf.tensor1d([-1, 2, 7]));
    console.log(tf.getBackend(), dx.dataSync().join());`;
  const { stdout, stderr } = spawnSync(process.execPath, ["-e", code], { cwd: __dirname, encoding: "utf8" });
  assert.equal(stdout, "cpu 0,1,0\n", stderr);
});

test("a training loop with all kernels keeps memory steady", onNative, () => {
  const x = tf.randomNormal([32, 12]);
  const w = tf.variable(tf.randomNormal([12, 4]));
  const b = tf.variable(tf.zeros([4]));
  const optimizer = tf.train.sgd(1e-3);
  assertSteady(registerKernels, () => {
    optimizer.minimize(() => tf.mean(tf.square(tf.relu(tf.add(tf.matMul(x, w), b)))).asScalar());
  });
  tf.dispose([x, w, b]);
  optimizer.dispose();
});
