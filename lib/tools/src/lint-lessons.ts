/** Checks lesson sources against the rules of style that a machine can see. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { chartCallFindings, chartNames } from "./chart-calls";
import { ASSERTIONS } from "./editions";
import { shapeFindings } from "./lesson-shape";
import { isNote, isProof, PROOF, readPercent, tagsOf, type Cell, type Notebook } from "./percent";
import { predictionFindings } from "./prediction-cells";
import { folders, lessonNames } from "./project";
import { proofNames } from "./proof-names";
import { silentTrainings } from "./training-progress";

/** A broken rule and its place. */
export interface LintFinding {
  lesson: string;
  /** Number of the cell, from 1, all kinds counted; 0 for the lesson as a whole. */
  cell: number;
  /** The rule's short name. */
  rule: string;
  message: string;
}

interface Lesson {
  name: string;
  cells: readonly Cell[];
  /** Cells that a learner sees: all but speaker notes and proofs. */
  shown: readonly Cell[];
  /** Those of them with code. */
  code: readonly Cell[];
  /** Those of them with text. */
  text: readonly Cell[];
  proofs: readonly Cell[];
}

type Broken = { cell?: Cell | undefined; message: string };
type Rule = (lesson: Lesson) => Broken[];

const MAX_LINES = 20;
const MAX_COLUMNS = 100;
const MAX_IMPORTS = 8;
const MIN_EXERCISES = 3;
const MIN_AIMS = 3;
const MAX_AIMS = 6;
const SLIDE_TYPES = ["slide", "subslide", "fragment", "skip", "notes"];
const TAGS = [PROOF, "exercise", "raises-exception", "active-ipynb", "skip-execution", "hide-input"];

/** An import statement, over as many lines as it has, or a comment: the folded cell shows its first line. */
const IMPORT = /^import [^;]*;$|^\/\/.*$/gm;
const SUMMARY = /^predictionSummary\(\);$/;

const RULES: Readonly<Record<string, Rule>> = {
  header: ({ name, shown }) => {
    const first = shown[0]?.type === "markdown" ? shown[0].source : "";
    const number = name.split("-")[0] ?? "";
    return [
      ...when(
        !new RegExp(`^# ${number} · .+\\?(?:\\n|$)`).test(first),
        `the first cell must begin with "# ${number} · question?"`,
        shown[0],
      ),
      ...when(
        !/^\*(?:\w+ sittings of about )?\d+ minutes\b.*\*$/m.test(first),
        'the first cell must say the minutes: "*Two sittings of about 40 minutes · …*"',
        shown[0],
      ),
      ...when(
        !isBetween(aims(first, "You will be able to").length, MIN_AIMS, MAX_AIMS),
        `the first cell must hold "**You will be able to**" and ${MIN_AIMS} to ${MAX_AIMS} lines "- …"`,
        shown[0],
      ),
    ];
  },
  closing: ({ shown, text }) => {
    const promised = aims(shown[0]?.source ?? "", "You will be able to").join("\n");
    return when(
      promised === "" || !text.some(({ source }) => aims(source, "You can now").join("\n") === promised),
      'the lesson must end with "**You can now**" and the lines of the first cell',
      text.at(-1),
    );
  },
  imports: ({ code, proofs }) => {
    const [first, ...others] = code;
    const late = others.filter(({ source }) => /^import\s/m.test(source));
    const foreign = proofs.filter(({ source }) =>
      [...source.matchAll(/^(?:import .*|\}) from "(.+)";/gm)].some(([, from]) => from !== ASSERTIONS),
    );
    return [
      ...when(!/^import\s/m.test(first?.source ?? ""), "the first code cell must hold all imports", first),
      ...when(
        (first?.source ?? "").replace(IMPORT, "").trim() !== "",
        "the first code cell holds nothing but imports: it is folded, and a learner would not see the rest",
        first,
      ),
      ...when(
        first !== undefined && !isFolded(first),
        'the cell with the imports must be folded: jupyter={"source_hidden": true}',
        first,
      ),
      ...late.map((cell) => ({ cell, message: "imports belong in the first code cell" })),
      ...foreign.map((cell) => ({ cell, message: `a proof imports from ${ASSERTIONS} alone` })),
      ...when(/^import .*;.*\bimport\s/m.test(first?.source ?? ""), "one import per line", first),
    ];
  },
  "text before code": ({ shown }) =>
    shown.flatMap((cell, i) =>
      when(
        cell.type === "code" && shown[i - 1]?.type !== "markdown" && !asks(shown[i - 1]),
        "a text cell, or the question of a prediction, must stand before each code cell",
        cell,
      ),
    ),
  "text after code": ({ shown }) => {
    const last = shown.at(-1);
    return when(
      last?.type === "code" && !SUMMARY.test(last.source),
      "a text cell must stand after the last code cell, unless it is predictionSummary()",
      last,
    );
  },
  // A learner changes numbers: nothing may throw because of it.
  proofs: ({ code }) =>
    code.flatMap((cell) => {
      const line = cell.source
        .split("\n")
        .findIndex((text) => /\bcheck(?:Between|Close|Equal|True)\b/.test(text));
      return when(
        line >= 0,
        `a check throws when a learner changes a number: it belongs in a cell tagged ${PROOF} (line ${line + 1})`,
        cell,
      );
    }),
  "names of proofs": ({ cells }) =>
    proofNames(cells).map(({ cell, line, name, fault }) => ({
      cell,
      message:
        fault === "declared by a proof"
          ? `learners have no proofs, so ${name} must be declared by a cell that they see (line ${line})`
          : `a proof may not change ${name}, which learners' cells use (line ${line})`,
    })),
  progress: ({ cells }) =>
    silentTrainings(cells).map(({ cell, line, called }) => ({
      cell,
      message: `${called} trains silently (line ${line}): let fit show its progress, or update a line by display`,
    })),
  predictions: ({ shown, code }) =>
    predictionFindings(code).map(({ cell, message }) => ({ cell: cell ?? shown.at(-1), message })),
  "cell length": ({ code }) =>
    // The first cell holds the imports, which are as many as they are.
    code.slice(1).flatMap((cell) => {
      const lines = cell.source.split("\n").length;
      return when(
        lines > MAX_LINES,
        `a code cell has at most ${MAX_LINES} lines; this one has ${lines}`,
        cell,
      );
    }),
  "line length": ({ code }) =>
    code.flatMap((cell) => {
      const longest = Math.max(...cell.source.split("\n").map((line) => line.length));
      return when(
        longest > MAX_COLUMNS,
        `a line of code has at most ${MAX_COLUMNS} characters, else it hides behind a scroll bar; this one has ${longest}`,
        cell,
      );
    }),
  shape: ({ shown }) => shapeFindings(shown),
  wording: ({ cells }) =>
    cells.flatMap((cell) => {
      const found = cell.type === "markdown" ? /\b(simply|just|obviously)\b/i.exec(cell.source) : null;
      return when(found !== null, `prose does without "${found?.[0] ?? ""}"`, cell);
    }),
  paths: ({ cells }) =>
    cells.flatMap((cell) => {
      const found = /(["'`(\s])((?:\/(?:home|root|tmp|Users|work|usr|var)\/|[A-Z]:\\|~\/)[^\s"'`)]*)/.exec(
        cell.source,
      );
      return when(found !== null, `no absolute path: ${found?.[2] ?? ""}`, cell);
    }),
  installs: ({ code }) =>
    code.flatMap((cell) =>
      when(/\b(?:npm|pip|apt-get) install\b/.test(cell.source), "no installing in a lesson", cell),
    ),
  // What a source shows; `npm run execute` looks at the charts themselves.
  charts: ({ code }) => {
    const names = chartNames(code[0]?.source ?? "");
    return code.flatMap((cell) =>
      chartCallFindings(cell.source, names).map((message) => ({ cell, message })),
    );
  },
  exercises: ({ name, code }) => {
    const cells = code.filter((cell) => tagsOf(cell).includes("exercise"));
    const called = cells.map(({ source }) => /\bexercises\.(\w+)\.check\(/.exec(source)?.[1]);
    const twice = cells.filter((_, i) => called[i] !== undefined && called.indexOf(called[i]) !== i);
    return [
      ...when(
        cells.length < MIN_EXERCISES,
        `a lesson has at least ${MIN_EXERCISES} cells tagged exercise; this one has ${cells.length}`,
      ),
      ...cells.flatMap((cell, i) =>
        when(called[i] === undefined, "an exercise cell must end with exercises.name.check(answer)", cell),
      ),
      ...cells.flatMap((cell) =>
        when(!/\btodo\b/.test(cell.source), "an exercise cell must hold the placeholder todo", cell),
      ),
      ...twice.map((cell) => ({ cell, message: "each exercise stands once" })),
      ...when(
        cells.length > 0 && !code[0]?.source.includes(`"neural-notebooks/grading/problems/${name}"`),
        `exercises must come from neural-notebooks/grading/problems/${name}`,
        code[0],
      ),
    ];
  },
  "many imports": ({ code }) => {
    const count = code.flatMap(({ source }) => source.match(/^(?:import .*|\}) from "/gm) ?? []).length;
    return when(
      count > MAX_IMPORTS,
      `a lesson has at most ${MAX_IMPORTS} imports; it has ${count}: "neural-notebooks" alone gives every name`,
      code[0],
    );
  },
  notes: ({ cells }) => {
    const text = cells.reduce((last, cell, i) => (isNote(cell) ? last : i), 0);
    return cells
      .slice(0, text)
      .filter(isNote)
      .map((cell) => ({ cell, message: "speaker notes stand at the end of the lesson" }));
  },
  slides: ({ cells }) => {
    const types = cells.map(
      (cell) => (cell.metadata["slideshow"] as { slide_type?: string } | undefined)?.slide_type,
    );
    return [
      ...when(types[0] !== "slide", "the first cell must begin a slide", cells[0]),
      ...when(!types.includes("notes"), 'a lesson has speaker notes: slideshow={"slide_type": "notes"}'),
      ...cells.flatMap((cell, i) =>
        when(
          types[i] !== undefined && !SLIDE_TYPES.includes(types[i] ?? ""),
          `unknown slide type ${types[i] ?? ""}`,
          cell,
        ),
      ),
    ];
  },
  tags: ({ cells }) =>
    cells.flatMap((cell) => {
      const tags = tagsOf(cell);
      const unknown = tags.find((tag) => !TAGS.includes(tag));
      const silenced = tags.includes("active-ipynb") && !tags.includes("raises-exception");
      return [
        ...when(unknown !== undefined, `unknown tag ${unknown ?? ""}; known are ${TAGS.join(", ")}`, cell),
        ...when(
          cell.type !== "code" && tags.includes(PROOF),
          "a proof is a code cell: text would stay in the learner's notebook",
          cell,
        ),
        ...when(silenced, "only a cell that must fail may be hidden from the type check", cell),
      ];
    }),
};

/**
 * Checks one lesson.
 *
 * @param name - The file's name without its ending, e.g. `"02-perceptron"`.
 * @param notebook - The lesson as read from its source.
 * @returns The broken rules, in the order of the rules.
 */
export function lintLesson(name: string, notebook: Notebook): LintFinding[] {
  const { cells } = notebook;
  const shown = cells.filter((cell) => !isNote(cell) && !isProof(cell));
  const lesson: Lesson = {
    name,
    cells,
    shown,
    code: shown.filter(({ type }) => type === "code"),
    proofs: cells.filter(isProof),
    text: shown.filter(({ type }) => type === "markdown"),
  };
  const named = when(
    !/^(\d\d|p\d)-[a-z0-9]+(-[a-z0-9]+)*$/.test(name),
    `the file must be named NN-slug; it is named ${name}`,
  );
  const broken = [
    ...named.map((each) => ({ rule: "name", ...each })),
    ...Object.entries(RULES).flatMap(([rule, find]) => find(lesson).map((each) => ({ rule, ...each }))),
  ];
  return broken.map(({ rule, cell, message }) => ({
    lesson: name,
    cell: cell ? cells.indexOf(cell) + 1 : 0,
    rule,
    message,
  }));
}

/** Checks every lesson of a folder of sources. */
export function lintLessons(folder: string = folders.sources): LintFinding[] {
  const names = lessonNames(folder, ".ts");
  if (names.length === 0) return [];
  const notebooks = readPercent(
    Object.fromEntries(names.map((name) => [name, readFileSync(path.join(folder, `${name}.ts`), "utf8")])),
  );
  return Object.entries(notebooks).flatMap(([name, notebook]) => lintLesson(name, notebook));
}

/** One finding as a line. */
export function reportFinding({ lesson, cell, rule, message }: LintFinding): string {
  return `${lesson}${cell > 0 ? `, cell ${cell}` : ""}: ${rule}: ${message}`;
}

function isFolded({ metadata }: Cell): boolean {
  return (metadata["jupyter"] as { source_hidden?: boolean } | undefined)?.source_hidden === true;
}

/** Whether a cell asks for a prediction. */
function asks(cell: Cell | undefined): boolean {
  return cell?.type === "code" && /\bpredict\(/.test(cell.source);
}

/** The list below a bold heading. */
function aims(text: string, heading: string): string[] {
  const found = new RegExp(`\\*\\*${heading}\\*\\*\\n+((?:- .+(?:\\n|$))+)`).exec(text);
  return found?.[1]?.trimEnd().split("\n") ?? [];
}

function isBetween(value: number, min: number, max: number): boolean {
  return value >= min && value <= max;
}

function when(broken: boolean, message: string, cell?: Cell): Broken[] {
  return broken ? [{ cell, message }] : [];
}

if (require.main === module) {
  const findings = lintLessons();
  for (const finding of findings) console.log(reportFinding(finding));
  console.log(`${lessonNames(folders.sources, ".ts").length} lessons, ${findings.length} findings`);
  if (findings.length > 0) process.exitCode = 1;
}
