/** The map of the course and its glossary, made of the lessons and the plan. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import type { CourseMap } from "neural-notebooks/core/course";
import { courseFiles, readPlan, type CoursePlan } from "./course";
import { pageDrift, writePages } from "./lessons";
import type { Cell, Notebook } from "./percent";
import { folders, lessonNames } from "./project";

const markdown = (source: string): Cell => ({
  id: source.slice(0, 4),
  type: "markdown",
  source,
  metadata: {},
});
const code = (source: string): Cell => ({ id: source.slice(0, 4), type: "code", source, metadata: {} });
const note: Cell = { ...markdown("A **secret** word."), metadata: { slideshow: { slide_type: "notes" } } };
const head = (title: string, time: string) =>
  markdown(
    `# ${title}\n\nA hook.\n\n*${time}*\n\n**You will be able to**\n\n- compute a *step*\n- choose $\\eta$\n\nMore.`,
  );

const lessons: Readonly<Record<string, Notebook>> = {
  "03-linear-unit": {
    cells: [
      head("03 · What is the best line?", "Two sittings of about 40 minutes · builds on lessons 00 and 02"),
      code('const a = predict("Higher?", { choices: ["yes", "no"] });'),
      markdown("The **Learning rate** sets the steps."),
      note,
    ],
  },
  "00-start": { cells: [head("00 · Does it work?", "25 minutes · needs nothing but the set-up")] },
};
const plan: CoursePlan = {
  title: "A course",
  about: "About it.",
  units: [
    { title: "One", about: "First.", lessons: ["00-start"] },
    { title: "Two", about: "Then.", lessons: ["03-linear-unit", "04-not-written"] },
    { title: "Three", about: "Later.", lessons: ["05-not-written"] },
  ],
  glossary: { "learning rate": "How long steps are." },
  notation: [],
};
const options = { folder: "/nowhere" };
const mapOf = (files: { "course.json": string }) => JSON.parse(files["course.json"]) as CourseMap;

test("a lesson's question, minutes, needs, aims, exercises and predictions come from its source", () => {
  const [start, linear] = mapOf(courseFiles(plan, lessons, options)).units.flatMap((unit) => unit.lessons);
  assert.deepEqual(start && [start.minutes, start.needs, start.number], [25, [], "00"]);
  assert.deepEqual(linear && [linear.question, linear.minutes, linear.needs, linear.predictions], [
    "What is the best line?",
    80,
    ["00", "02"],
    1,
  ]);
  assert.deepEqual(linear?.aims, ["compute a *step*", "choose $\\eta$"]);
  assert.ok(
    linear?.exercises.some(
      ({ id, variable }) => id === "03-linear-unit/after-one-step" && variable === "afterOneStep",
    ),
  );
  assert.equal(linear?.picture, null);
});

test("units without a written lesson are left out, and a picture is named where there is one", (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), "course-"));
  t.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(path.join(folder, "pictures"));
  writeFileSync(path.join(folder, "pictures", "00-start.svg"), "<svg/>");
  const { units } = mapOf(courseFiles(plan, lessons, { folder }));
  assert.deepEqual(
    units.map(({ title, lessons: own }) => [title, own.length]),
    [
      ["One", 1],
      ["Two", 1],
    ],
  );
  assert.equal(units[0]?.lessons[0]?.picture, "pictures/00-start.svg");
});

test("the glossary gives each word with the lesson that introduces it, in any letter case", () => {
  const page = courseFiles(plan, lessons, options)["glossary.md"];
  assert.match(
    page,
    /## L\n\n\*\*learning rate\.\*\* How long steps are\. → \[03\]\(lessons\/03-linear-unit\.ipynb\)\n$/,
  );
  const otherwise = { ...plan, glossary: { rate: { text: "It.", inBold: "Learning rate" } } };
  assert.match(courseFiles(otherwise, lessons, options)["glossary.md"], /\*\*rate\.\*\* It\./);
});

test("what does not fit is told with lesson or word", () => {
  const refused = (changed: Partial<CoursePlan>, more: Readonly<Record<string, Notebook>> = {}) =>
    courseFiles({ ...plan, ...changed }, { ...lessons, ...more }, options);
  assert.throws(
    () => refused({}, { "09-new": { cells: [head("09 · New?", "5 minutes · needs lesson 00")] } }),
    /09-new stands in 0/,
  );
  assert.throws(() => refused({ units: [...plan.units, ...plan.units] }), /stands in 2/);
  assert.throws(() => refused({ glossary: { momentum: "…" } }), /\*\*momentum\*\* does not/);
  assert.throws(() => refused({ glossary: { secret: "Only in a note." } }), /\*\*secret\*\* does not/);
  for (const broken of [head("3 · No number", "5 minutes · needs 00"), head("03 · Why?", "a while")])
    assert.throws(
      () => refused({}, { "03-linear-unit": { cells: [broken] } }),
      /Cannot map the lesson 03-linear-unit/,
    );
  assert.throws(() => readPlan("/nowhere/course.json"), /Cannot read the plan of the course/);
});

test("the course's own map and glossary are up to date, every lesson has a picture, and every page is there", () => {
  assert.deepEqual(
    pageDrift().map(({ file, state }) => [file, state]),
    [
      ["course.json", "same"],
      ["glossary.md", "same"],
      ["notation.md", "same"],
    ],
    'run "npm run lessons" and commit what it writes',
  );
  for (const name of lessonNames(folders.sources, ".ts")) {
    const picture = path.join(folders.course, "pictures", `${name}.svg`);
    assert.match(
      readFileSync(picture, "utf8"),
      /^<svg [^>]*viewBox="0 0 240 120"[^>]*aria-label="[^"]+"/,
      name,
    );
  }
  assert.ok(existsSync(path.join(folders.course, "how-a-notebook-works.md")));
});

test("pages that are missing or changed are written anew", (t) => {
  const course = mkdtempSync(path.join(tmpdir(), "course-"));
  t.after(() => rmSync(course, { recursive: true }));
  const sources = path.join(course, "src", "lessons");
  mkdirSync(sources, { recursive: true });
  writeFileSync(
    path.join(course, "src", "course.json"),
    JSON.stringify({ ...plan, glossary: {}, notation: [] }),
  );
  const text = "// %% [markdown]\n// # 00 · Does it work?\n//\n// *25 minutes · needs nothing*\n";
  writeFileSync(path.join(sources, "00-start.ts"), text);
  const where = { sources, course };
  const states = () => pageDrift(where).map(({ state }) => state);
  assert.deepEqual(states(), ["missing", "missing", "missing"]);
  writePages(where);
  assert.deepEqual(states(), ["same", "same", "same"]);
  writeFileSync(path.join(sources, "00-start.ts"), text.replace("25", "30"));
  assert.deepEqual(states(), ["changed", "same", "same"]);
});
