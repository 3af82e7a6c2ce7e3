/** The renderers of Plotly figures, exercise cards and tables, as JupyterLab takes them. */
import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import type * as Lumino from "@lumino/widgets";
import { PLOTLY_MIME } from "neural-notebooks/charts/rendering";
import { TABLE_MIME, type TableContent } from "neural-notebooks/frames/table-content";
import { EXERCISE_MIME, type CardContent } from "neural-notebooks/grading/card-content";
import { ChartView } from "./chart-view";
import { CardView } from "./exercise/card-view";
import type { NotebookFigure } from "./figure";
import { sharedPackage, type SharedScope } from "./shared-scope";
import { TableView } from "./table/table-view";

/**
 * Makes the extensions for our MIME types.
 *
 * @param scope - What the page shares.
 * @returns The extensions: JupyterLab, Notebook 7 and RISE draw by them, in notebooks that are not trusted, too.
 */
export async function makeMimeExtension(scope: SharedScope): Promise<IRenderMime.IExtension[]> {
  const { Widget } = (await sharedPackage(scope, "@lumino/widgets")) as typeof Lumino;
  return [chartExtension(Widget), cardExtension(Widget), tableExtension(Widget)];
}

function chartExtension(Widget: typeof Lumino.Widget): IRenderMime.IExtension {
  class ChartRenderer extends Widget implements IRenderMime.IRenderer {
    private readonly mimeType: string;
    private readonly view: ChartView;

    constructor({ mimeType }: IRenderMime.IRendererOptions) {
      super();
      this.mimeType = mimeType;
      this.addClass("jp-RenderedPlotly");
      this.view = new ChartView(this.node);
    }

    /** Called for a new output, and again for each update of it. */
    renderModel({ data }: IRenderMime.IMimeModel): Promise<void> {
      try {
        const figure = (data[this.mimeType] ?? {}) as NotebookFigure;
        const text = data["text/plain"];
        this.view.show(figure, typeof text === "string" ? text.replace(/^Chart: /, "") : "");
      } catch (error) {
        this.view.fail(error);
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
    id: `${EXTENSION_NAME}:plugin`,
    description: "Draws the course's charts.",
    dataType: "json",
    rendererFactory: {
      safe: true,
      mimeTypes: [PLOTLY_MIME],
      defaultRank: 0,
      createRenderer: (options) => new ChartRenderer(options),
    },
  };
}

function cardExtension(Widget: typeof Lumino.Widget): IRenderMime.IExtension {
  class CardRenderer extends Widget implements IRenderMime.IRenderer {
    private readonly view: CardView;

    constructor() {
      super();
      this.addClass("nn-exercise-output");
      this.view = new CardView(this.node);
    }

    /** Called for a new output, and again for each update of it. */
    renderModel({ data }: IRenderMime.IMimeModel): Promise<void> {
      try {
        this.view.show(data[EXERCISE_MIME] as unknown as CardContent);
      } catch (error) {
        console.warn("An exercise card cannot be drawn, its text is shown instead:", error);
        const text = data["text/plain"];
        this.view.showPlain(typeof text === "string" ? text : "This exercise card cannot be drawn.");
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
    id: `${EXTENSION_NAME}:exercise-cards`,
    description: "Draws the course's exercise cards.",
    dataType: "json",
    rendererFactory: {
      safe: true,
      mimeTypes: [EXERCISE_MIME],
      defaultRank: 0,
      createRenderer: () => new CardRenderer(),
    },
  };
}

function tableExtension(Widget: typeof Lumino.Widget): IRenderMime.IExtension {
  class TableRenderer extends Widget implements IRenderMime.IRenderer {
    private readonly view: TableView;

    constructor() {
      super();
      this.addClass("nn-table-output");
      this.view = new TableView(this.node);
    }

    /** Called for a new output, and again for each update of it. */
    renderModel({ data }: IRenderMime.IMimeModel): Promise<void> {
      try {
        this.view.draw(data[TABLE_MIME] as unknown as TableContent);
      } catch (error) {
        console.warn("A table cannot be drawn, its text is shown instead:", error);
        const text = data["text/plain"];
        this.view.showPlain(typeof text === "string" ? text : "This table cannot be drawn.");
      }
      return Promise.resolve();
    }
  }

  return {
    id: `${EXTENSION_NAME}:tables`,
    description: "Draws the course's tables.",
    dataType: "json",
    rendererFactory: {
      safe: true,
      mimeTypes: [TABLE_MIME],
      defaultRank: 0,
      createRenderer: () => new TableRenderer(),
    },
  };
}
