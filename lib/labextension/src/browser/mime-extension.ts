/** The renderers of Plotly figures, exercise cards and tables, as JupyterLab takes them. */
import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import type * as Lumino from "@lumino/widgets";
import { PLOTLY_MIME } from "neural-notebooks/charts/rendering";
import { TABLE_MIME, type TableContent } from "neural-notebooks/frames/table-content";
import { EXERCISE_MIME, type CardContent } from "neural-notebooks/grading/card-content";
import { ChartView } from "./chart-view";
import { CardView } from "./exercise/card-view";
import { sharedPackage, type SharedScope } from "./shared-scope";
import { TableView } from "./table/table-view";

/** What draws one output: it is made for the output's element, and shows a value and each update of it. */
interface OutputView {
  /** @param text - The output as plain text, for where the value does not do. */
  show(value: unknown, text: string): void;
  /** Called when showing has failed. */
  fail(error: unknown, text: string): void;
  dispose(): void;
}

/** One of our MIME types, and what draws it. */
interface OutputKind {
  readonly id: string;
  readonly description: string;
  readonly mimeType: string;
  /** The class of the output's element. */
  readonly className: string;
  makeView(node: HTMLElement): OutputView;
}

const KINDS: readonly OutputKind[] = [
  {
    id: "plugin",
    description: "Draws the course's charts.",
    mimeType: PLOTLY_MIME,
    className: "jp-RenderedPlotly",
    makeView: (node) => {
      const view = new ChartView(node);
      return {
        show: (figure, text) => view.show(figure ?? {}, text.replace(/^Chart: /, "")),
        fail: (error) => view.fail(error),
        dispose: () => view.dispose(),
      };
    },
  },
  {
    id: "exercise-cards",
    description: "Draws the course's exercise cards.",
    mimeType: EXERCISE_MIME,
    className: "nn-exercise-output",
    makeView: (node) => {
      const view = new CardView(node);
      return {
        show: (content) => view.show(content as CardContent),
        fail: (error, text) => {
          console.warn("An exercise card cannot be drawn, its text is shown instead:", error);
          view.showPlain(text || "This exercise card cannot be drawn.");
        },
        dispose: () => view.dispose(),
      };
    },
  },
  {
    id: "tables",
    description: "Draws the course's tables.",
    mimeType: TABLE_MIME,
    className: "nn-table-output",
    makeView: (node) => {
      const view = new TableView(node);
      return {
        show: (content) => view.draw(content as TableContent),
        fail: (error, text) => {
          console.warn("A table cannot be drawn, its text is shown instead:", error);
          view.showPlain(text || "This table cannot be drawn.");
        },
        dispose: () => undefined,
      };
    },
  },
];

/**
 * Makes the extensions for our MIME types.
 *
 * @param scope - What the page shares.
 * @returns The extensions: JupyterLab, Notebook 7 and RISE draw by them, in notebooks that are not trusted, too.
 */
export async function makeMimeExtension(scope: SharedScope): Promise<IRenderMime.IExtension[]> {
  const { Widget } = (await sharedPackage(scope, "@lumino/widgets")) as typeof Lumino;
  return KINDS.map((kind) => makeExtension(Widget, kind));
}

function makeExtension(
  Widget: typeof Lumino.Widget,
  { id, description, mimeType, className, makeView }: OutputKind,
): IRenderMime.IExtension {
  class Renderer extends Widget implements IRenderMime.IRenderer {
    private readonly view: OutputView;

    constructor() {
      super();
      this.addClass(className);
      this.view = makeView(this.node);
    }

    /** Called for a new output, and again for each update of it. */
    renderModel({ data }: IRenderMime.IMimeModel): Promise<void> {
      const plain = data["text/plain"];
      const text = typeof plain === "string" ? plain : "";
      try {
        this.view.show(data[mimeType], text);
      } catch (error) {
        this.view.fail(error, text);
      }
      return Promise.resolve();
    }

    override dispose(): void {
      if (this.isDisposed) return;
      this.view.dispose();
      super.dispose();
    }
  }

  return {
    id: `${EXTENSION_NAME}:${id}`,
    description,
    dataType: "json",
    rendererFactory: {
      safe: true,
      mimeTypes: [mimeType],
      defaultRank: 0,
      createRenderer: () => new Renderer(),
    },
  };
}
