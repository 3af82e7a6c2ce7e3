/** Tests of the road from percent source to notebook, and of the drift check on the course's own lessons. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { DataError } from "neural-notebooks/core";
import type { CourseMap } from "neural-notebooks/core/course";
import { lessonDrift, writeLessons } from "./lessons";
import { readPercent, tagsOf } from "./percent";
import { folders, lessonNames, projectRoot } from "./project";

const SOURCE = `// %% [markdown] slideshow={"slide_type": "slide"}
// # Title
//
// Text with \`code\` and $x^2$.

// %%
import { seed } from "somewhere";

const a = "ö 😀";

// %%
a;

// %%
a;

// %% tags=["raises-exception", "active-ipynb"]
// const n: number = "x";
`;

// jupytext takes about a second to start, so the reading tests share one call.
const { tiny, moved } = readPercent({ tiny: SOURCE, moved: "// %% [markdown]\n// New.\n\n// %%\na;\n" });

let root: string;
let where: { sources: string; lessons: string };

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "lessons-"));
  where = { sources: path.join(root, "src"), lessons: path.join(root, "lessons") };
  mkdirSync(where.sources);
  writeFileSync(path.join(where.sources, "01-tiny.ts"), SOURCE);
});

afterEach(() => rmSync(root, { recursive: true }));

test("cells keep their text, their kind and their metadata", () => {
  assert.deepEqual(
    tiny.cells.map((cell) => cell.type),
    ["markdown", "code", "code", "code", "code"],
  );
  assert.equal(tiny.cells[0]?.source, "# Title\n\nText with `code` and $x^2$.");
  assert.deepEqual(tiny.cells[0]?.metadata, { slideshow: { slide_type: "slide" } });
  assert.equal(tiny.cells[1]?.source, 'import { seed } from "somewhere";\n\nconst a = "ö 😀";');
});

test("a cell that is commented out for the type check is code in the notebook", () => {
  const cell = tiny.cells[4];
  assert.ok(cell);
  assert.equal(cell.source, 'const n: number = "x";');
  assert.deepEqual(tagsOf(cell), ["raises-exception", "active-ipynb"]);
});

test("cells with the same text have different ids, and a moved cell keeps its id", () => {
  assert.equal(new Set(tiny.cells.map((cell) => cell.id)).size, 5);
  assert.equal(moved.cells[1]?.id, tiny.cells[2]?.id);
});

test("a source without a cell is refused by name", () => {
  assert.throws(
    () => readPercent({ empty: "" }),
    (error: unknown) => error instanceof DataError && /empty/.test(error.message),
  );
});

test("a notebook is written with its kernel's language, without outputs, and twice the same", () => {
  assert.deepEqual(
    lessonDrift(where).map(({ state }) => state),
    ["missing"],
  );
  writeLessons(where);
  const file = path.join(where.lessons, "01-tiny.ipynb");
  const text = readFileSync(file, "utf8");
  const notebook = JSON.parse(text) as {
    metadata: { kernelspec: { name: string; language: string } };
    cells: { outputs?: unknown[] }[];
  };
  assert.equal(notebook.metadata.kernelspec.name, "tslab");
  assert.equal(notebook.metadata.kernelspec.language, "typescript");
  assert.ok(notebook.cells.every((cell) => cell.outputs === undefined || cell.outputs.length === 0));
  assert.deepEqual(
    lessonDrift(where).map(({ state }) => state),
    ["same"],
  );
  rmSync(file);
  writeLessons(where);
  assert.equal(readFileSync(file, "utf8"), text);
});

test("a changed source is drift, and writing mends it", () => {
  writeLessons(where);
  writeFileSync(path.join(where.sources, "01-tiny.ts"), `${SOURCE}\n// %%\na.length;\n`);
  assert.deepEqual(
    lessonDrift(where).map(({ state }) => state),
    ["changed"],
  );
  assert.deepEqual(
    writeLessons(where).map(({ written }) => written),
    [true],
  );
  assert.deepEqual(
    lessonDrift(where).map(({ state }) => state),
    ["same"],
  );
});

test("a notebook that holds outputs is somebody's work and is replaced by force only", () => {
  writeLessons(where);
  const file = path.join(where.lessons, "01-tiny.ipynb");
  const worked = readFileSync(file, "utf8").replace('"execution_count": null', '"execution_count": 3');
  writeFileSync(file, worked);
  assert.deepEqual(
    writeLessons(where).map(({ state, written }) => [state, written]),
    [["worked in", false]],
  );
  assert.equal(readFileSync(file, "utf8"), worked);
  assert.deepEqual(
    writeLessons(where, { force: true }).map(({ written }) => written),
    [true],
  );
  assert.deepEqual(
    lessonDrift(where).map(({ state }) => state),
    ["same"],
  );
});

test("an instructor's copies are written beside the learner's, from the same sources", () => {
  writeFileSync(
    path.join(where.sources, "02-more.ts"),
    `${SOURCE}\n// %% tags=["proof"]\ncheckTrue(true, "it holds");\n`,
  );
  writeLessons(where);
  const copies = { ...where, lessons: path.join(root, "instructor") };
  const written = writeLessons(copies, { edition: "instructor" });
  assert.deepEqual(
    written.map(({ name, state }) => [name, state]),
    [
      ["01-tiny", "missing"],
      ["02-more", "missing"],
    ],
  );
  const textOf = (folder: string) => readFileSync(path.join(folder, "02-more.ipynb"), "utf8");
  assert.match(textOf(copies.lessons), /statements\(\);/);
  assert.doesNotMatch(textOf(where.lessons), /checkTrue|statements/);
  assert.deepEqual(
    lessonDrift(copies, { edition: "instructor" }).map(({ state }) => state),
    ["same", "same"],
  );
});

test("each of the course's notebooks leads to the one before and the one behind", () => {
  const names = lessonNames(folders.lessons, ".ipynb").filter((name) => /^\d\d-/.test(name));
  const feet = names.map((name) => {
    const { cells } = JSON.parse(readFileSync(path.join(folders.lessons, `${name}.ipynb`), "utf8")) as {
      cells: { source: string[]; metadata: { slideshow?: { slide_type?: string } } }[];
    };
    const last = cells.filter(({ metadata }) => metadata.slideshow?.slide_type !== "notes").at(-1);
    return [...(last?.source.join("") ?? "").matchAll(/\]\(([\w-]+)\.ipynb\)/g)].map((match) => match[1]);
  });
  const wanted = names.map((_, i) => [names[i - 1], names[i + 1]].filter((name) => name !== undefined));
  assert.deepEqual(feet, wanted);
});

test("a lesson whose source is gone is named, a learner's own notebook is not", () => {
  writeLessons(where);
  writeFileSync(path.join(where.lessons, "my-notes.ipynb"), "{}");
  writeFileSync(path.join(where.lessons, "09-gone.ipynb"), "{}");
  assert.deepEqual(
    lessonDrift(where).map(({ name, state }) => [name, state]),
    [
      ["01-tiny", "same"],
      ["09-gone", "no source"],
    ],
  );
});

test("the course's notebooks are what their sources make (npm run lessons)", () => {
  assert.deepEqual(
    lessonDrift()
      .filter(({ state }) => state !== "same")
      .map(({ name, state }) => `${name}: ${state}`),
    [],
  );
});

test("the table of contents names every lesson with its question and minutes", () => {
  const table = readFileSync(path.join(projectRoot, "notebooks", "README.md"), "utf8");
  const rows = table.split("\n").flatMap((line) => {
    const [, name, file, question, minutes] =
      /^\| \[([\w-]+)\]\((.+?)\) +\| (.+?) +\| (\d+) +\|/.exec(line) ?? [];
    return name ? [`${name} ${file} ${question} ${minutes}`] : [];
  });
  const map = JSON.parse(readFileSync(path.join(folders.course, "course.json"), "utf8")) as CourseMap;
  const wanted = map.units
    .flatMap(({ lessons }) => lessons)
    .map(({ name, question, minutes }) => `${name} lessons/${name}.ipynb ${question} ${minutes}`);
  assert.deepEqual(rows, wanted);
});

test("each topic of the table of contents names sections that stand in the lessons", () => {
  const page = readFileSync(path.join(projectRoot, "notebooks", "README.md"), "utf8");
  const rows = page.slice(page.indexOf("## Which topic is where")).split("\n");
  const places = rows.flatMap((row) =>
    (row.startsWith("|") ? (row.split("|")[2] ?? "") : "")
      .split("·")
      .flatMap((place) => [/^\s*(\d\d): (.+?)\s*$/.exec(place)])
      .flatMap((found) => (found ? [[found[1] as string, found[2] as string] as const] : [])),
  );
  assert.ok(places.length > 30, "the table is read");
  const wrong = places.flatMap(([number, sections]) => {
    if (/^each a section$/.test(sections)) return [];
    const file = lessonNames(folders.sources, ".ts").find((name) => name.startsWith(number));
    const source = readFileSync(path.join(folders.sources, `${file}.ts`), "utf8");
    const headings = [...source.matchAll(/^\/\/ #{2,3} (.+)$/gm)].map((match) => match[1] as string);
    const longestFirst = headings.sort((one, other) => other.length - one.length);
    const rest = longestFirst.reduce((left, heading) => left.replace(heading, ""), sections);
    return /^[,\s]*$/.test(rest) ? [] : [`${number}: ${sections}`];
  });
  assert.deepEqual(wrong, []);
});

test("every link from a lesson to a file leads somewhere", () => {
  const dead = lessonNames(folders.sources, ".ts").flatMap((name) => {
    const source = readFileSync(path.join(folders.sources, `${name}.ts`), "utf8");
    // In code, a call of what stands in a list looks like a link.
    const text = source.replaceAll(/^(?!\/\/).*$/gm, "");
    const targets = [...text.matchAll(/\]\((?!https?:|#)([^)\s]+)\)/g)].map((match) => match[1] as string);
    return targets
      .filter((target) => !existsSync(path.join(folders.lessons, target)))
      .map((target) => `${name}: ${target}`);
  });
  assert.deepEqual(dead, []);
});
