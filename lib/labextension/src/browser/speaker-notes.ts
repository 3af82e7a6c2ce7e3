/** Hides the speaker notes of lessons from learners; a command shows them, and an instructor's copy always does. */
import type { Notebook, NotebookPanel, NotebookTracker } from "./jupyterlab";
import { sharedPackage, type SharedScope } from "./shared-scope";
import { addStyleSheet } from "./style-sheet";

const COMMAND = "neural-notebooks:speaker-notes";
/** Where the page remembers that notes are shown. */
const SHOWN = "neural-notebooks:speaker-notes";
const NOTE_CLASS = "nn-note-cell";

const STYLE = `.${NOTE_CLASS} .jp-MarkdownOutput { border-left: 4px solid #8e6bbf; padding-left: 12px; }`;

/** To be called when notes are to be shown or hidden: one function for each notebook. */
const toggled = new Set<() => void>();

const areShown = (): boolean => localStorage.getItem(SHOWN) === "yes";

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
  setHidden(hidden: boolean): void;
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
      addStyleSheet(STYLE);
      commands.addCommand(COMMAND, {
        label: "Show Speaker Notes",
        caption: "What a teacher says in class; learners do not need it",
        isToggled: areShown,
        execute: () => {
          localStorage.setItem(SHOWN, areShown() ? "no" : "yes");
          for (const apply of toggled) apply();
          commands.notifyCommandChanged(COMMAND);
        },
      });
      palette?.addItem({ command: COMMAND, category: "Course" });
      tracker.forEach(watchNotes);
      tracker.widgetAdded.connect((_, panel) => watchNotes(panel));
    },
  };
}

/** Hides or shows the notes of a notebook, those that are still to come, too; JupyterLab's keys pass over hidden cells. */
function watchNotes({ content }: NotebookPanel): void {
  const apply = (): void => {
    const isHidden = !areShown() && !isForInstructors(content);
    for (const cell of content.widgets as unknown as readonly NoteCell[]) {
      if (!isNote(cell)) continue;
      cell.addClass(NOTE_CLASS);
      cell.setHidden(isHidden);
    }
  };
  apply();
  content.modelContentChanged?.connect(apply);
  toggled.add(apply);
  content.disposed?.connect(() => void toggled.delete(apply));
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
