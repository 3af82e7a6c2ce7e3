import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import path from "node:path";
import { test } from "node:test";
import { pathsOf, cloneRoot } from "./setup/paths.cjs";
import { temporaryFolder } from "./setup/setup.testing.mjs";
import { labArguments } from "./start.mjs";

test("JupyterLab shows the whole clone, begins with its own page, and looks for files beside the lessons", (t) => {
  const root = temporaryFolder(t);
  const args = labArguments(pathsOf(root), []);
  assert.ok(args.includes("--LabApp.default_url=/lab"));
  assert.ok(args.includes(`--ServerApp.root_dir=${root}`));
  const lessons = path.join(root, "notebooks", "lessons");
  assert.ok(args.includes(`--FileContentsManager.preferred_dir=${lessons}`));
});

test("the learner's own arguments come last, and root is allowed to learn too", () => {
  const args = labArguments(pathsOf(), ["--no-browser", "--port", "8899"], { uid: 0 });
  assert.deepEqual(args.slice(-3), ["--no-browser", "--port", "8899"]);
  assert.ok(args.includes("--allow-root"));
  assert.ok(!labArguments(pathsOf(), [], { uid: 1000 }).includes("--allow-root"));
});

test(
  "npm start answers on its port with the lessons and the course kernel, and one signal ends it",
  { timeout: 180_000 },
  async (t) => {
    const child = spawn(
      process.execPath,
      [
        path.join(cloneRoot, "lib", "tools", "bootstrap.mjs"),
        "start",
        "--no-browser",
        "--port=0",
        "--ServerApp.ip=127.0.0.1",
      ],
      {
        cwd: cloneRoot,
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    const ended = new Promise((resolve) => child.once("close", resolve));
    t.after(() => child.kill("SIGKILL"));
    let said = "";
    /** @type {{base: string, token: string}} */
    const address = await new Promise((resolve, reject) => {
      /** @param {Buffer} chunk */
      const look = (chunk) => {
        said += chunk;
        const [, port, token] = /http:\/\/127\.0\.0\.1:(\d+)\/lab\S*token=(\w+)/.exec(said) ?? [];
        if (port && token) resolve({ base: `http://127.0.0.1:${port}`, token });
      };
      child.stdout.on("data", look);
      child.stderr.on("data", look);
      child.once("close", () => reject(new Error(`it ended early:\n${said}`)));
    });
    /**
     * @template Answer
     * @param {string} place
     * @returns {Promise<Answer>}
     */
    const ask = async (place) => {
      const response = await fetch(`${address.base}${place}?token=${address.token}`);
      return /** @type {Promise<Answer>} */ (response.json());
    };
    /** @type {{default: string, kernelspecs: {tslab?: {spec: {language: string}}}}} */
    const { default: kernel, kernelspecs } = await ask("/api/kernelspecs");
    assert.equal(kernel, "tslab");
    assert.equal(kernelspecs.tslab?.spec.language, "typescript");
    /** @type {{content: {name: string}[]}} */
    const { content } = await ask("/api/contents/notebooks/lessons");
    assert.ok(
      content.some(({ name }) => name === "00-start.ipynb"),
      "the first lesson is there",
    );
    const federated = (await (await fetch(`${address.base}/lab?token=${address.token}`)).text()).includes(
      "neural-notebooks-charts",
    );
    assert.ok(federated, "the chart extension is loaded by the page");
    child.kill("SIGTERM");
    assert.equal(await ended, 0);
    await assert.rejects(fetch(`${address.base}/api`));
  },
);
