/** Tests that lessons show the stubs of their problem files, and that the solutions compile in their place. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import ts from "typescript";
import { Problem } from "neural-notebooks/grading";
import { readPercent, tagsOf, type Cell, type Notebook } from "./percent";
import { folders, lessonNames, projectRoot } from "./project";

const names = lessonNames(folders.sources, ".ts");
const sources = Object.fromEntries(
  names.map((name) => [name, readFileSync(path.join(folders.sources, `${name}.ts`), "utf8")]),
);
const lessons = readPercent(sources);

function exercisesOf(name: string): Record<string, Problem<unknown>> {
  const module = require(`neural-notebooks/grading/problems/${name}`) as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(module).filter(
      (entry): entry is [string, Problem<unknown>] => entry[1] instanceof Problem,
    ),
  );
}

function problemOf(
  cell: Cell,
  exercises: Record<string, Problem<unknown>>,
): { key: string; problem: Problem<unknown> } {
  const key = /\bexercises\.(\w+)\.check\(/.exec(cell.source)?.[1] ?? "";
  const problem = exercises[key];
  assert.ok(problem, `no problem behind: ${cell.source}`);
  return { key, problem };
}

/** The formatter may break lines in a lesson that a problem file has in one. */
function squeeze(code: string): string {
  return code
    .replace(/\s+/g, " ")
    .replace(/([([{]) | ([)\]}])/g, "$1$2")
    .replace(/,([)\]}])/g, "$1")
    .trim();
}

for (const [name, notebook] of Object.entries(lessons)) {
  test(`${name} shows each exercise of its problem file once, with the stub and hint and solution folded away`, () => {
    const exercises = exercisesOf(name);
    const cells = notebook.cells.filter((cell) => tagsOf(cell).includes("exercise"));
    const shown = cells.map((cell) => {
      const { key, problem } = problemOf(cell, exercises);
      const { stub, variable } = problem.spec;
      const tail = `exercises.${key}.check(${variable}); // exercises.${key}.hint(); // exercises.${key}.solution();`;
      assert.equal(squeeze(cell.source), `${squeeze(stub)} ${tail}`);
      return key;
    });
    assert.deepEqual([...shown].sort(), Object.keys(exercises).sort());
  });
}

test("each lesson compiles strictly with the solutions in place of the stubs", () => {
  const solved = Object.entries(lessons).map(([name, notebook]) => [name, solvedSource(name, notebook)]);
  assert.deepEqual(messagesOf(Object.fromEntries(solved) as Record<string, string>), []);
});

test("every type of a name in a lesson can be named elsewhere, as stock tslab wants it", () => {
  const exported = Object.entries(lessons).map(([name, { cells }]) => {
    const code = cells.filter((cell) => cell.type === "code" && !tagsOf(cell).includes("active-ipynb"));
    return [name, code.map(({ source }) => withExports(source)).join("\n\n")];
  });
  const sources = Object.fromEntries(exported) as Record<string, string>;
  const messages = messagesOf(sources, { declaration: true });
  // An exported list that grows by and by has no type of its own; tslab does not mind.
  assert.deepEqual(
    messages.filter((message) => !message.includes("parameter of type 'never'")),
    [],
  );
});

/** Stock tslab exports each name of a cell to the cells behind it. */
function withExports(source: string): string {
  return source.replace(/^(const|let|class|interface|type|(?:async )?function)\b/gm, "export $1");
}

/** What the compiler says to sources, by lesson, in the place and with the options of the lessons. */
function messagesOf(sources: Readonly<Record<string, string>>, more: ts.CompilerOptions = {}): string[] {
  const files = new Map(
    Object.entries(sources).map(([name, source]) => [
      path.join(folders.sources, `${name}.solved.ts`),
      source,
    ]),
  );
  const config = ts.readConfigFile(path.join(projectRoot, "notebooks", "tsconfig.json"), (file) =>
    ts.sys.readFile(file),
  );
  const parsed = ts.parseJsonConfigFileContent(config.config, ts.sys, path.join(projectRoot, "notebooks"));
  const options = { ...parsed.options, ...more };
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  host.readFile = (file) => files.get(path.normalize(file)) ?? readFile.call(host, file);
  host.fileExists = (file) => files.has(path.normalize(file)) || fileExists.call(host, file);
  const program = ts.createProgram([...files.keys()], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
    const line = file ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
    return `${file ? path.basename(file.fileName) : ""}:${line} ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
  });
}

function solvedSource(name: string, notebook: Notebook): string {
  const exercises = exercisesOf(name);
  const code = notebook.cells.filter(
    (cell) => cell.type === "code" && !tagsOf(cell).includes("active-ipynb"),
  );
  return code
    .map((cell) => {
      if (!tagsOf(cell).includes("exercise")) return cell.source;
      const { key, problem } = problemOf(cell, exercises);
      return `${problem.spec.solution}\nexercises.${key}.check(${problem.spec.variable});`;
    })
    .join("\n\n");
}
