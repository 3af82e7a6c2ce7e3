/** What the course's home says of a learner's progress, and where it finds course and progress on the server. */
import assert from "node:assert/strict";
import { test } from "node:test";
import path from "node:path";
import { buildSync } from "esbuild";
import { runInThisContext } from "node:vm";
import { progressOf, type CourseMap, type Progress, type ProgressEvent } from "neural-notebooks/core/course";

/** Bundles a file for the browser, which is not compiled, and runs it here. */
function bundled(file: string): unknown {
  const { outputFiles } = buildSync({
    entryPoints: [path.join(__dirname, "..", "src", "browser", "home", file)],
    absWorkingDir: path.join(__dirname, ".."),
    bundle: true,
    write: false,
    format: "iife",
    globalName: "bundle",
  });
  return runInThisContext(`${outputFiles[0]?.text ?? ""}; bundle`);
}

interface Contents {
  get(path: string, options: { type?: string }): Promise<{ content: unknown }>;
  delete(path: string): Promise<void>;
}
const { courseStatus, nextStep } = bundled("lesson-status.ts") as {
  courseStatus(
    map: CourseMap,
    progress: Progress,
  ): {
    lessons: ReadonlyMap<string, { state: string; exercises: { state: string }[] }>;
    exercises: object;
    predictions: object;
    lessonsDone: number;
  };
  nextStep(
    map: CourseMap,
    progress: Progress,
  ): { lesson: { name: string }; cell: string | undefined; kind: string } | undefined;
};
const { findCourse, readProgress, progressVersion, deleteProgress } = bundled("course-files.ts") as {
  findCourse(contents: Contents, options: { preferred: string }): Promise<{ folder: string } | undefined>;
  readProgress(contents: Contents, folder: string): Promise<{ text: string; progress: Progress }>;
  progressVersion(contents: Contents, folder: string): Promise<string>;
  deleteProgress(contents: Contents, folder: string): Promise<void>;
};

const lesson = (name: string, exercises: readonly string[]) => ({
  name,
  number: name.slice(0, 2),
  question: `${name}?`,
  minutes: 10,
  needs: [],
  aims: [],
  picture: null,
  exercises: exercises.map((variable) => ({ id: `${name}/${variable}`, variable })),
  predictions: 0,
});
const map: CourseMap = {
  title: "A course",
  about: "",
  units: [
    { title: "One", about: "", lessons: [lesson("00-a", ["x", "y"]), lesson("01-b", ["z"])] },
    { title: "Two", about: "", lessons: [lesson("02-c", ["u"])] },
  ],
};
const at = "2026-01-01T10:00:00.000Z";
const exercise = (id: string, status: "right" | "wrong"): ProgressEvent => ({
  kind: "exercise",
  at,
  id,
  status,
});
const place = (name: string, cell = "c1"): ProgressEvent => ({ kind: "place", at, lesson: name, cell });

test("a lesson is new, begun or done, and the course adds its lessons up", () => {
  const events: ProgressEvent[] = [
    exercise("00-a/x", "right"),
    exercise("00-a/y", "right"),
    exercise("01-b/z", "wrong"),
    { kind: "prediction", at, lesson: "01-b", question: "?", right: true },
    exercise("99-gone/q", "right"),
  ];
  const status = courseStatus(map, progressOf(events));
  assert.deepEqual(
    [...status.lessons].map(([name, { state, exercises }]) => [
      name,
      state,
      exercises.map((each) => each.state),
    ]),
    [
      ["00-a", "done", ["right", "right"]],
      ["01-b", "begun", ["tried"]],
      ["02-c", "new", ["open"]],
    ],
  );
  assert.deepEqual({ ...status.exercises }, { right: 2, all: 4 });
  assert.deepEqual({ ...status.predictions }, { right: 1, answered: 1 });
  assert.equal(status.lessonsDone, 1);
});

test("a learner goes on in the last lesson, behind it once it is done, and nowhere once all are", () => {
  const step = (events: readonly ProgressEvent[]) => {
    const found = nextStep(map, progressOf(events));
    return found && [found.kind, found.lesson.name, found.cell];
  };
  const right = ["00-a/x", "00-a/y", "01-b/z", "02-c/u"].map((id) => exercise(id, "right"));
  assert.deepEqual(step([]), ["start", "00-a", undefined]);
  assert.deepEqual(step([place("01-b", "c7")]), ["go on", "01-b", "c7"]);
  assert.deepEqual(step([exercise("01-b/z", "right"), place("01-b")]), ["next", "02-c", undefined]);
  assert.deepEqual(step([exercise("02-c/u", "right"), place("02-c")]), ["next", "00-a", undefined]);
  assert.deepEqual(step([place("my-own-notebook")]), ["start", "00-a", undefined]);
  assert.equal(step([...right, place("02-c")]), undefined);
});

/** A server's files, and what was asked of it that is not there. */
function serverWith(files: Readonly<Record<string, string>>) {
  const known = new Map(Object.entries(files));
  const missing: string[] = [];
  const contents: Contents = {
    get: (name, { type }) => {
      if (type === "file" && known.has(name)) return Promise.resolve({ content: known.get(name) });
      const below = [...known.keys()].flatMap((each) => {
        const inside = path.posix.relative(name || ".", each);
        return inside.startsWith("..") ? [] : [{ each, child: inside.split("/")[0] ?? "" }];
      });
      if (type === "directory" && (below.length > 0 || name === "")) {
        const content = below.map(({ each, child }) => ({
          name: child,
          last_modified: "now",
          size: known.get(each)?.length,
        }));
        return Promise.resolve({ content });
      }
      missing.push(name);
      return Promise.reject(new Error("404"));
    },
    delete: (name) => Promise.resolve(void known.delete(name)),
  };
  return { contents, known, missing };
}

test("the course is found below the server's root, in it, or beside the folder that is preferred", async () => {
  const text = JSON.stringify(map);
  const found = async (files: Readonly<Record<string, string>>, preferred = "") => {
    const { contents, missing } = serverWith(files);
    const course = await findCourse(contents, { preferred });
    assert.deepEqual(missing, [], "nothing is asked for in vain");
    return course?.folder;
  };
  assert.equal(await found({ "notebooks/course.json": text }), "notebooks");
  assert.equal(await found({ "course.json": text }), "");
  const hub = "courses/neural/notebooks/";
  assert.equal(await found({ [`${hub}course.json`]: text }, `${hub}lessons`), "courses/neural/notebooks");
  assert.equal(await found({ "other.txt": "" }), undefined);
  for (const damaged of ["{", "null", "[]", '{"units": 7}'])
    assert.equal(await found({ "notebooks/course.json": damaged }), undefined, damaged);
});

test("progress is read, its version changes with it, and it is deleted; without it nothing is asked for in vain", async () => {
  const line = JSON.stringify(exercise("00-a/x", "right"));
  const { contents, known, missing } = serverWith({ "notebooks/course.json": "{}" });
  assert.equal(await progressVersion(contents, "notebooks"), "");
  assert.equal((await readProgress(contents, "notebooks")).text, "");
  await deleteProgress(contents, "notebooks");
  assert.deepEqual(missing, []);
  known.set("notebooks/progress.jsonl", line);
  const first = await progressVersion(contents, "notebooks");
  assert.equal((await readProgress(contents, "notebooks")).progress.exercises.get("00-a/x")?.right, true);
  known.set("notebooks/progress.jsonl", `${line}\n${line}`);
  assert.notEqual(await progressVersion(contents, "notebooks"), first);
  await deleteProgress(contents, "notebooks");
  assert.equal(known.has("notebooks/progress.jsonl"), false);
});
