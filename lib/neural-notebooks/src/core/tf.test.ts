/** The one door to TensorFlow.js: which back end comes in, and why. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { test } from "node:test";

const door = path.join(__dirname, "tf.js");

/** Runs code in a fresh process that has `tf` and `backendInfo`, and gives what it prints. */
function run(
  code: string,
  options: { env?: NodeJS.ProcessEnv; before?: string } = {},
): { stdout: string; stderr: string; status: number | null } {
  const { env = {}, before = "" } = options;
  const script = `${before}\nconst { tf, backendInfo } = require(${JSON.stringify(door)});\n${code}`;
  const inherited = { ...process.env };
  delete inherited["NEURAL_NOTEBOOKS_BACKEND"];
  return spawnSync(process.execPath, ["-e", script], {
    cwd: __dirname,
    env: { ...inherited, ...env },
    encoding: "utf8",
  });
}

/** Makes the addon impossible to load, as on a machine where it could not be built. */
const noAddon = `
const Module = require("node:module");
const load = Module._load;
Module._load = function (name, ...rest) {
  if (String(name).endsWith("tfjs_binding.node")) throw new Error("no addon here\\nand more");
  return load.call(this, name, ...rest);
};`;

const sum = "console.log(tf.tensor1d([1, 2, 3]).sum().dataSync()[0], backendInfo().name)";

test("NEURAL_NOTEBOOKS_BACKEND=js takes the JavaScript back end and says so, printing nothing else", () => {
  const { stdout, stderr } = run(`${sum}; console.log(backendInfo().reason)`, {
    env: { NEURAL_NOTEBOOKS_BACKEND: "js" },
  });
  assert.equal(stdout, "6 javascript\nNEURAL_NOTEBOOKS_BACKEND=js asks for it\n");
  assert.equal(stderr, "");
});

test("a machine without the addon computes with JavaScript and gives the reason in one line", () => {
  const { stdout } = run(`${sum}; console.log(backendInfo().reason)`, { before: noAddon });
  assert.equal(stdout, "6 javascript\nno addon here\n");
});

test("danfo gets the same copy where the addon is missing", () => {
  const { stdout } = run("console.log(require('@tensorflow/tfjs-node').tensor === tf.tensor)", {
    before: noAddon,
  });
  assert.equal(stdout, "true\n");
});

test("an unknown wish is refused with the two that are known", () => {
  const { stderr, status } = run(sum, { env: { NEURAL_NOTEBOOKS_BACKEND: "cuda" } });
  assert.notEqual(status, 0);
  assert.match(
    stderr,
    /Cannot load TensorFlow\.js: NEURAL_NOTEBOOKS_BACKEND must be "native" or "js"; received "cuda"/,
  );
});

test("the functions that newer Node lacks are there for tfjs-node", () => {
  const { stdout } = run(
    "const util = require('node:util'); console.log(util.isNullOrUndefined(null), util.isArray([]))",
  );
  assert.equal(stdout, "true true\n");
});
