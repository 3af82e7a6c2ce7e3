/** What the buttons of the home do in JupyterLab. */
import { PROGRESS_FILE, type MappedLesson } from "neural-notebooks/core/course";
import { deleteProgress, inFolder, readProgress, type Contents, type Course } from "./course-files";
import type { HomeActions } from "./home-view";

/** What is used of a notebook that was opened. */
interface OpenedNotebook {
  readonly context?: { readonly ready: Promise<void> };
  readonly content?: {
    readonly widgets?: readonly { readonly model: { readonly id: string } }[];
    activeCellIndex: number;
    scrollToItem?(index: number, align: "center"): Promise<void>;
  };
}

/** The parts of JupyterLab that the actions use. */
export interface HomeTools {
  readonly commands: { execute(id: string, args: object): Promise<unknown> };
  readonly contents: Contents;
  readonly course: Course;
  /** The address of the server, with a slash at the end. */
  readonly baseUrl: string;
  /** Asks the learner; true for yes. */
  confirm(question: { title: string; body: string; yes: string }): Promise<boolean>;
  /** Called when the progress was changed. */
  changed(): void;
}

/** Makes the actions. */
export function homeActions(tools: HomeTools): HomeActions {
  const { commands, course, baseUrl } = tools;
  const pathOf = (file: string): string => inFolder(course.folder, file);
  return {
    openLesson: (lesson, cell) => void openLesson(tools, lesson, cell),
    openPage: (file) =>
      void commands.execute("docmanager:open", { path: pathOf(file), factory: "Markdown Preview" }),
    exportProgress: () => void exportProgress(tools),
    deleteProgress: () => void askAndDelete(tools),
    urlOf: (file) => `${baseUrl}files/${pathOf(file).split("/").map(encodeURIComponent).join("/")}`,
  };
}

async function openLesson({ commands, course }: HomeTools, lesson: MappedLesson, cell: string | undefined) {
  const path = inFolder(course.folder, `lessons/${lesson.name}.ipynb`);
  const panel = (await commands.execute("docmanager:open", { path })) as OpenedNotebook | undefined;
  if (cell === undefined || !panel?.content) return;
  await panel.context?.ready;
  const index = panel.content.widgets?.findIndex(({ model }) => model.id === cell) ?? -1;
  if (index < 0) return;
  panel.content.activeCellIndex = index;
  await panel.content.scrollToItem?.(index, "center");
}

async function askAndDelete({ contents, course, confirm, changed }: HomeTools): Promise<void> {
  const file = inFolder(course.folder, PROGRESS_FILE);
  const agreed = await confirm({
    title: "Delete your progress?",
    body: `The file ${file} is removed: which exercises and predictions were right, and where you were. Your notebooks stay as they are.`,
    yes: "Delete",
  });
  if (!agreed) return;
  await deleteProgress(contents, course.folder);
  changed();
}

async function exportProgress({ contents, course }: HomeTools): Promise<void> {
  const { text, progress } = await readProgress(contents, course.folder);
  const now = new Date().toISOString();
  const summary = {
    course: course.map.title,
    exported: now,
    exercises: Object.fromEntries(progress.exercises),
    predictions: Object.fromEntries(
      [...progress.predictions].map(([lesson, known]) => [lesson, Object.fromEntries(known)]),
    ),
    log: text.split("\n").filter((line) => line !== ""),
  };
  const blob = new Blob([`${JSON.stringify(summary, undefined, 2)}\n`], { type: "application/json" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `neural-notebooks-progress-${now.slice(0, 10)}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
