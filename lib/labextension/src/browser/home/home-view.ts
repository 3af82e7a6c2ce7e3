/** The course's home as elements of the page: where to go on, the map of the lessons, help, and what is kept of progress. */
import type { CourseMap, CourseUnit, MappedLesson, Progress } from "neural-notebooks/core/course";
import { element } from "../element";
import { courseStatus, nextStep, type CourseStatus, type LessonStatus, type NextStep } from "./lesson-status";

/** What the learner can do at home. */
export interface HomeActions {
  /** Opens a lesson, at a cell where one is told. */
  openLesson(lesson: MappedLesson, cell?: string): void;
  /** Opens a page of the course, such as `"glossary.md"`. */
  openPage(file: string): void;
  exportProgress(): void;
  deleteProgress(): void;
  /** The address of a file of the course. */
  urlOf(file: string): string;
}

/** What is shown. */
export interface HomeState {
  readonly map: CourseMap;
  readonly progress: Progress;
  /** The path of the log of progress, for the learner to find it. */
  readonly logPath: string;
}

const SHORTCUTS: readonly (readonly [keys: string, effect: string])[] = [
  ["Shift + Enter", "run the cell and go to the next one"],
  ["Tab", "complete a name"],
  ["Shift + Tab", "show what a name is"],
  ["Esc, then 0 0", "restart the kernel"],
  ["Ctrl + Z", "undo what you wrote"],
];

const PAGES: readonly (readonly [file: string, label: string, about: string])[] = [
  ["glossary.md", "Glossary", "every word of the course, and where it is introduced"],
  ["notation.md", "Notation", "what each letter in a formula stands for"],
  [
    "how-a-notebook-works.md",
    "How a notebook works",
    "cells, kernels, keys, and what to do when something hangs",
  ],
];

/**
 * Makes the home.
 *
 * @param state - Map and progress.
 * @param actions - What its buttons do.
 * @returns One element.
 */
export function homeView(state: HomeState, actions: HomeActions): HTMLElement {
  const { map, progress, logPath } = state;
  const status = courseStatus(map, progress);
  const step = nextStep(map, progress);
  return element("div.nn-home-page", {}, [
    header(map, status),
    ...(step ? [continuePanel(step, { status, actions })] : [finished()]),
    helpPanel(step?.kind === "start", actions),
    element(
      "main.nn-home-map",
      { "aria-label": "Lessons" },
      map.units.map((unit) => unitView(unit, { status, actions })),
    ),
    element("footer.nn-home-footer", {}, [pages(actions), progressPanel(logPath, actions)]),
  ]);
}

function header({ title, about }: CourseMap, status: CourseStatus): HTMLElement {
  const { exercises, predictions, lessonsDone } = status;
  const share = exercises.all === 0 ? 0 : exercises.right / exercises.all;
  const words = [
    `${exercises.right} of ${exercises.all} exercises right`,
    ...(predictions.answered > 0
      ? [`${predictions.right} of ${predictions.answered} predictions right`]
      : []),
    `${lessonsDone} of ${status.lessons.size} lessons done`,
  ].join(" · ");
  const bar = element("div.nn-home-bar", { "aria-hidden": "true" }, [
    element("div.nn-home-bar-filled", { style: `width: ${(100 * share).toFixed(1)}%` }),
  ]);
  return element("header.nn-home-header", {}, [
    element("h1", {}, [title]),
    element("p.nn-home-about", {}, [about]),
    element("div.nn-home-progress", {}, [bar, element("p", {}, [words])]),
  ]);
}

interface Shared {
  readonly status: CourseStatus;
  readonly actions: HomeActions;
}

const INVITATIONS: Readonly<Record<NextStep["kind"], readonly [head: string, button: string]>> = {
  start: ["Start here", "Start"],
  "go on": ["Go on where you were", "Continue"],
  next: ["Next lesson", "Open"],
};

function continuePanel({ lesson, cell, kind }: NextStep, { status, actions }: Shared): HTMLElement {
  const [head, label] = INVITATIONS[kind];
  const own = status.lessons.get(lesson.name);
  const facts = kind === "go on" && own ? progressWords(own) : timeWords(lesson);
  const open = button(label, () => actions.openLesson(lesson, cell));
  open.classList.add("nn-home-primary");
  open.setAttribute("aria-label", `${label}: lesson ${lesson.number}, ${lesson.question}`);
  return element("section.nn-home-continue", { "aria-label": head }, [
    ...picture(lesson, actions),
    element("div.nn-home-continue-text", {}, [
      element("p.nn-home-kicker", {}, [head]),
      element("h2", {}, [`${lesson.number} · ${lesson.question}`]),
      element("p.nn-home-facts", {}, [facts]),
    ]),
    open,
  ]);
}

function finished(): HTMLElement {
  return element("section.nn-home-continue", {}, [
    element("div.nn-home-continue-text", {}, [
      element("h2", {}, ["You have solved every exercise of the course."]),
      element("p.nn-home-facts", {}, ["All lessons stay open: change a number, and see what happens."]),
    ]),
  ]);
}

function helpPanel(isNew: boolean, actions: HomeActions): HTMLElement {
  const more = button("More about notebooks", () => actions.openPage("how-a-notebook-works.md"));
  more.classList.add("nn-home-link");
  return element("details.nn-home-help", { open: isNew }, [
    element("summary", {}, ["How a notebook works, in one minute"]),
    element("div.nn-home-help-text", {}, [
      element("ol", {}, [
        element("li", {}, [
          "A lesson is text and grey cells of code in turn. Read the text, click into the cell below it, and press Shift + Enter: the cell runs, and its result appears under it.",
        ]),
        element("li", {}, [
          "Run the cells from top to bottom, beginning with the folded one that brings in the tools. The number in brackets counts the runs; a star means that the cell is still running.",
        ]),
        element("li", {}, [
          "Change whatever you like and run it again: nothing breaks for good. Exercises have a box with a verdict, hints and a solution. Your progress is kept on this machine.",
        ]),
      ]),
      element(
        "dl.nn-home-keys",
        {},
        SHORTCUTS.flatMap(([keys, effect]) => [
          element("dt", {}, [element("kbd", {}, [keys])]),
          element("dd", {}, [effect]),
        ]),
      ),
      more,
    ]),
  ]);
}

function unitView({ title, about, lessons }: CourseUnit, shared: Shared): HTMLElement {
  return element("section.nn-home-unit", {}, [
    element("div", {}, [element("h2", {}, [title]), element("p.nn-home-unit-about", {}, [about])]),
    element(
      "ul.nn-home-lessons",
      {},
      lessons.map((lesson) => element("li", {}, [lessonCard(lesson, shared)])),
    ),
  ]);
}

const STATES: Readonly<Record<LessonStatus["state"], string>> = { new: "", begun: "begun", done: "done" };

function lessonCard(lesson: MappedLesson, { status, actions }: Shared): HTMLElement {
  const own = status.lessons.get(lesson.name);
  const state = own?.state ?? "new";
  const card = button("", () => actions.openLesson(lesson));
  card.className = `nn-home-card nn-home-${state}`;
  const words = [
    `Lesson ${lesson.number}: ${lesson.question}`,
    timeWords(lesson),
    ...(own ? [progressWords(own)] : []),
  ];
  card.setAttribute("aria-label", words.join(" "));
  card.title =
    lesson.aims.length > 0
      ? `You will be able to:\n${lesson.aims.map((aim) => `– ${plain(aim)}`).join("\n")}`
      : "";
  card.append(
    ...picture(lesson, actions),
    element("span.nn-home-card-text", {}, [
      element("span.nn-home-number", {}, [
        lesson.number,
        ...(STATES[state] ? [element("span.nn-home-state", {}, [STATES[state]])] : []),
      ]),
      element("span.nn-home-question", {}, [lesson.question]),
      element("span.nn-home-facts", {}, [timeWords(lesson)]),
      ...(own ? [dots(own)] : []),
    ]),
  );
  return card;
}

/** One dot for each exercise: empty, half and full are told apart without colour, too. */
function dots({ exercises, exercisesRight }: LessonStatus): HTMLElement {
  return element("span.nn-home-dots", { "aria-hidden": "true" }, [
    ...exercises.map(({ variable, state }) =>
      element(`span.nn-home-dot`, { "data-state": state, title: `${variable}: ${DOT_WORDS[state]}` }),
    ),
    element("span.nn-home-count", {}, [`${exercisesRight} of ${exercises.length}`]),
  ]);
}

const DOT_WORDS = { open: "not tried yet", tried: "tried", right: "right" } as const;

function picture({ picture: file }: MappedLesson, actions: HomeActions): HTMLElement[] {
  if (file === null) return [];
  return [
    element("span.nn-home-picture", {}, [
      element("img", { src: actions.urlOf(file), alt: "", width: 240, height: 120 }),
    ]),
  ];
}

function timeWords({ minutes, needs }: MappedLesson): string {
  const before = needs.length > 0 ? ` · after ${listed(needs)}` : "";
  return `${minutes} minutes${before}`;
}

function progressWords({
  exercises,
  exercisesRight,
  predictionsAnswered,
  predictionsRight,
}: LessonStatus): string {
  const predictions =
    predictionsAnswered > 0 ? `, ${predictionsRight} of ${predictionsAnswered} predictions right` : "";
  return `${exercisesRight} of ${exercises.length} exercises right${predictions}`;
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
}

function pages(actions: HomeActions): HTMLElement {
  return element("section", {}, [
    element("h2", {}, ["Look things up"]),
    element(
      "ul.nn-home-pages",
      {},
      PAGES.map(([file, label, about]) => {
        const open = button(label, () => actions.openPage(file));
        open.classList.add("nn-home-link");
        return element("li", {}, [open, ` – ${about}`]);
      }),
    ),
  ]);
}

function progressPanel(logPath: string, actions: HomeActions): HTMLElement {
  return element("section", {}, [
    element("h2", {}, ["Your progress"]),
    element("p", {}, [
      "It is kept in the file ",
      element("code", {}, [logPath]),
      " on this machine, and goes nowhere else.",
    ]),
    element("p.nn-home-buttons", {}, [
      button("Export …", () => actions.exportProgress()),
      button("Delete …", () => actions.deleteProgress()),
    ]),
  ]);
}

function button(label: string, onClick: () => void): HTMLButtonElement {
  const made = element("button.nn-home-button", { type: "button" }, label === "" ? [] : [label]);
  made.addEventListener("click", onClick);
  return made;
}

/** Markdown without its marks, for a tooltip. */
function plain(markdown: string): string {
  return markdown.replace(/[*_`$]/g, "");
}
