/** Hides the speaker notes of lessons from learners; a command shows them, and an instructor's copy always does. */
import type { Notebook, NotebookPanel, NotebookTracker } from "./jupyterlab";
import { sharedPackage, type SharedScope } from "./shared-scope";

const COMMAND = "neural-notebooks:speaker-notes";
/** Where the page remembers that notes are shown. */
const SHOWN = "neural-notebooks:speaker-notes";
const NOTE_CLASS = "nn-note-cell";
const SHOW_CLASS = "nn-show-notes";

const STYLE = `
  body:not(.${SHOW_CLASS}) .jp-Notebook .${NOTE_CLASS} { display: none; }
  .${NOTE_CLASS} .jp-MarkdownOutput { border-left: 4px solid #8e6bbf; padding-left: 12px; }`;

interface Application {
  readonly commands: {
    addCommand(id: string, options: object): unknown;
    notifyCommandChanged(id: string): void;
  };
}
interface Palette {
  addItem(item: { command: string; category: string }): unknown;
}

/** A cell with the metadata that tells notes. */
interface NoteCell {
  readonly model: { getMetadata(name: string): unknown };
  addClass(name: string): void;
}

/**
 * Makes the extension.
 *
 * @param scope - What the page shares.
 * @returns A plugin of JupyterLab and Notebook 7.
 */
export async function makeSpeakerNotesExtension(scope: SharedScope) {
  const { INotebookTracker } = (await sharedPackage(scope, "@jupyterlab/notebook")) as {
    INotebookTracker: object;
  };
  const { ICommandPalette } = (await sharedPackage(scope, "@jupyterlab/apputils")) as {
    ICommandPalette: object;
  };
  return {
    id: `${EXTENSION_NAME}:speaker-notes`,
    description: "Hides speaker notes from learners.",
    autoStart: true,
    optional: [INotebookTracker, ICommandPalette],
    activate: ({ commands }: Application, tracker: NotebookTracker | null, palette: Palette | null) => {
      if (!tracker) return;
      const style = document.createElement("style");
      style.textContent = STYLE;
      document.head.append(style);
      const isShown = (): boolean => localStorage.getItem(SHOWN) === "yes";
      const apply = (): void => void document.body.classList.toggle(SHOW_CLASS, isShown());
      apply();
      commands.addCommand(COMMAND, {
        label: "Show Speaker Notes",
        caption: "What a teacher says in class; learners do not need it",
        isToggled: isShown,
        execute: () => {
          localStorage.setItem(SHOWN, isShown() ? "no" : "yes");
          apply();
          commands.notifyCommandChanged(COMMAND);
        },
      });
      palette?.addItem({ command: COMMAND, category: "Course" });
      tracker.forEach(watchNotes);
      tracker.widgetAdded.connect((_, panel) => watchNotes(panel));
    },
  };
}

/** Marks the notes among a notebook's cells, those that are still to come, too. */
function watchNotes({ content }: NotebookPanel): void {
  let before = 0;
  const mark = (): void => {
    if (isForInstructors(content)) return;
    for (const cell of content.widgets as unknown as readonly NoteCell[])
      if (isNote(cell)) cell.addClass(NOTE_CLASS);
  };
  mark();
  content.modelContentChanged?.connect(mark);
  content.activeCellChanged?.connect(() => {
    // The keys that go from cell to cell pass over what is hidden.
    const { activeCellIndex = 0, widgets } = content;
    const step = activeCellIndex >= before ? 1 : -1;
    before = activeCellIndex;
    const hidden = widgets[activeCellIndex] as unknown as NoteCell | undefined;
    if (
      !hidden ||
      !isNote(hidden) ||
      isForInstructors(content) ||
      document.body.classList.contains(SHOW_CLASS)
    )
      return;
    const next = activeCellIndex + step;
    content.activeCellIndex = next >= 0 && next < widgets.length ? next : activeCellIndex - step;
  });
}

function isNote({ model }: NoteCell): boolean {
  const slideshow = model.getMetadata("slideshow") as { slide_type?: string } | undefined;
  return slideshow?.slide_type === "notes";
}

/** Whether a notebook says that it is an instructor's copy. */
function isForInstructors({ model }: Notebook): boolean {
  const own = model?.getMetadata?.("neural_notebooks") as { edition?: string } | undefined;
  return own?.edition === "instructor";
}
