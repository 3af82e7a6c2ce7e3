/** The home as a tab of JupyterLab: draws itself anew when the learner's progress changes. */
import type * as Lumino from "@lumino/widgets";
import { PROGRESS_FILE } from "neural-notebooks/core/course";
import { inFolder, progressVersion, readProgress, type Contents, type Course } from "./course-files";
import { homeView, type HomeActions } from "./home-view";

/** How often the log of progress is looked at while the home is in view, in ms. */
const LOOK_EVERY = 4000;

/** The home's tab. */
export interface HomeWidget extends Lumino.Widget {
  /** Draws the home anew. */
  refresh(): Promise<void>;
}

/**
 * Makes the class of the tab.
 *
 * @param Widget - Lumino's class, out of the page's shared packages.
 */
export function homeWidgetClass(Widget: typeof Lumino.Widget) {
  return class extends Widget implements HomeWidget {
    private version: string | undefined;
    private timer = 0;
    private readonly look = (): void => void this.refreshIfChanged();

    constructor(
      private readonly contents: Contents,
      private readonly course: Course,
      private readonly actions: HomeActions,
    ) {
      super();
      this.addClass("nn-home");
      this.node.tabIndex = -1;
    }

    async refresh(): Promise<void> {
      const { contents, course, actions } = this;
      const { folder, map } = course;
      this.version = await progressVersion(contents, folder);
      const { progress } = await readProgress(contents, folder);
      if (this.isDisposed) return;
      const { scrollTop } = this.node;
      const focused = this.focusedPosition();
      const help = this.node.querySelector<HTMLDetailsElement>(".nn-home-help")?.open;
      const view = homeView({ map, progress, logPath: inFolder(folder, PROGRESS_FILE) }, actions);
      this.node.replaceChildren(view);
      if (help !== undefined) view.querySelector<HTMLDetailsElement>(".nn-home-help")!.open = help;
      if (focused >= 0) this.buttons()[focused]?.focus();
      this.node.scrollTop = scrollTop;
    }

    override onAfterShow(): void {
      this.look();
      this.timer = window.setInterval(this.look, LOOK_EVERY);
    }

    override onAfterAttach(): void {
      if (this.isVisible) this.onAfterShow();
    }

    override onBeforeHide(): void {
      clearInterval(this.timer);
    }

    override onBeforeDetach(): void {
      clearInterval(this.timer);
    }

    override onActivateRequest(): void {
      this.node.focus();
    }

    private async refreshIfChanged(): Promise<void> {
      if (document.hidden) return;
      const version = await progressVersion(this.contents, this.course.folder);
      if (version !== this.version) await this.refresh();
    }

    private buttons(): HTMLElement[] {
      return [...this.node.querySelectorAll<HTMLElement>("button, summary")];
    }

    private focusedPosition(): number {
      return this.buttons().findIndex((each) => each === document.activeElement);
    }
  };
}
