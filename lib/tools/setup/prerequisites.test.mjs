import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { cloneRoot } from "./paths.cjs";
import {
  checkSpace,
  compilerRemedy,
  findCompiler,
  findPython,
  freeSpace,
  pythonCandidates,
} from "./prerequisites.mjs";
import { temporaryFolder, writeProgram } from "./setup.testing.mjs";

const unix = process.platform === "win32" ? "the test's programs are shell scripts" : false;

test("too little room is said with what is needed and what is there", () => {
  assert.throws(() => checkSpace("/somewhere", { needed: 3.3e9, free: 308e6 }), {
    message:
      "Cannot set up the course: the disk must have 3.3 GB free; received 308 MB. Free some space on the disk that holds /somewhere and run the same command again.",
  });
  assert.ok(freeSpace(path.join(cloneRoot, "not", "there")) > 0);
});

test("the first Python that is new enough and whole is taken", { skip: unix }, async (t) => {
  const folder = temporaryFolder(t);
  /** @type {(name: string, answer?: object) => string[]} */
  const python = (name, answer) => [
    writeProgram(path.join(folder, name), answer ? `echo '${JSON.stringify(answer)}'` : "exit 127"),
  ];
  const old = python("old", { version: [3, 9, 18], venv: true, path: "/old" });
  const bare = python("bare", { version: [3, 12, 1], venv: false, path: "/bare" });
  const whole = python("whole", { version: [3, 13, 0], venv: true, path: "/whole" });
  const candidates = [["/nonexistent/python"], python("broken"), old, bare, whole];
  assert.deepEqual(await findPython({ candidates }), { command: ["/whole"], version: "3.13.0" });
});

test(
  "no Python, an old one, and one without venv are each named with what to do",
  { skip: unix },
  async (t) => {
    const folder = temporaryFolder(t);
    await assert.rejects(
      findPython({ candidates: [["/nonexistent/python"]] }),
      /^SetupError: Cannot set up Python: python3 must be version 3\.11 or later; received none\. Install/,
    );
    const old = [writeProgram(path.join(folder, "old"), `echo '{"version": [3, 10, 4], "venv": true}'`)];
    await assert.rejects(
      findPython({ candidates: [old] }),
      /must be version 3\.11 or later; received 3\.10\.4 \(.*old\)\. Install/,
    );
    const bare = [writeProgram(path.join(folder, "bare"), `echo '{"version": [3, 12, 4], "venv": false}'`)];
    await assert.rejects(
      findPython({ candidates: [bare] }),
      /Python 3\.12\.4 must have its venv module with ensurepip; it is missing\. Install/,
    );
    await assert.rejects(
      findPython({ env: { NEURAL_NOTEBOOKS_PYTHON: "/nonexistent/python" } }),
      /received NEURAL_NOTEBOOKS_PYTHON=\/nonexistent\/python, which does not run/,
    );
  },
);

test("CXX names the compiler; none is no exception", { skip: unix }, async (t) => {
  const compiler = writeProgram(path.join(temporaryFolder(t), "c++"), 'echo "own 1.0"');
  assert.deepEqual(await findCompiler({ env: { CXX: `${compiler} -m64` } }), {
    command: [compiler, "-m64"],
    version: "own 1.0",
  });
  assert.equal(await findCompiler({ env: { CXX: "/nonexistent/c++" } }), undefined);
});

test(
  "on a Mac without Apple's command line tools no compiler is started, which would open a window",
  { skip: unix },
  async (t) => {
    const folder = temporaryFolder(t);
    const env = { PATH: folder };
    const started = path.join(folder, "started");
    writeProgram(path.join(folder, "clang++"), `echo > ${started}; echo "Apple clang version 17"`);
    assert.equal(await findCompiler({ env, platform: "darwin" }), undefined);
    writeProgram(path.join(folder, "xcode-select"), "exit 2");
    assert.equal(await findCompiler({ env, platform: "darwin" }), undefined);
    assert.equal(existsSync(started), false);
    writeProgram(path.join(folder, "xcode-select"), "echo /Library/Developer/CommandLineTools");
    assert.deepEqual(await findCompiler({ env, platform: "darwin" }), {
      command: ["clang++"],
      version: "Apple clang version 17",
    });
  },
);

test("what to install for a compiler is said for each system", () => {
  assert.match(compilerRemedy("linux", "arm64"), /sudo apt install g\+\+/);
  assert.match(compilerRemedy("darwin", "arm64"), /xcode-select --install\), then run npm run setup/);
  assert.match(compilerRemedy("win32", "x64"), /Visual Studio Build Tools .*WSL/);
  assert.match(compilerRemedy("win32", "arm64"), /^Set the course up in WSL/);
  assert.match(compilerRemedy("freebsd", "x64"), /^Install one/);
});

test("on Windows Python is looked for by the names that it has there", () => {
  assert.deepEqual(pythonCandidates({}, "win32"), [["python"], ["py", "-3"], ["python3"]]);
  assert.deepEqual(pythonCandidates({}, "darwin")[0], ["python3"]);
  const own = { NEURAL_NOTEBOOKS_PYTHON: "C:\\Python\\python.exe" };
  assert.deepEqual(pythonCandidates(own, "win32"), [["C:\\Python\\python.exe"]]);
});
