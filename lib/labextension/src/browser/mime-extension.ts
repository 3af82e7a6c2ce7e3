/** The renderer of Plotly figures, as JupyterLab takes it. */
import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import type * as Lumino from "@lumino/widgets";
import { PLOTLY_MIME } from "neural-notebooks/charts/rendering";
import { ChartView } from "./chart-view";
import type { NotebookFigure } from "./figure";
import { sharedPackage, type SharedScope } from "./shared-scope";

/**
 * Makes the extension for a MIME type.
 *
 * @param scope - What the page shares.
 * @returns The extension: JupyterLab, Notebook 7 and RISE draw figures by it, in notebooks that are not trusted, too.
 */
export async function makeMimeExtension(scope: SharedScope): Promise<IRenderMime.IExtension> {
  const { Widget } = (await sharedPackage(scope, "@lumino/widgets")) as typeof Lumino;

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
