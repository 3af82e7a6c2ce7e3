/** The home in an element of the page: draws itself anew when the learner's progress changes. */
import { PROGRESS_FILE } from "neural-notebooks/core/course";
import { inFolder, progressVersion, readProgress, type Contents, type Course } from "./course-files";
import { homeView, type HomeActions } from "./home-view";

/** How often the log of progress is looked at while the home is in view, in ms. */
const LOOK_EVERY = 4000;

export class HomePage {
  private version: string | undefined;
  private timer = 0;

  /** @param node - Where it is drawn. */
  constructor(
    private readonly node: HTMLElement,
    private readonly files: { readonly contents: Contents; readonly course: Course },
    private readonly actions: HomeActions,
  ) {}

  /** Draws the home anew; what had the focus and what was open stays so. */
  async refresh(): Promise<void> {
    const { node, actions } = this;
    const { contents, course } = this.files;
    const { progress, version } = await readProgress(contents, course.folder);
    this.version = version;
    const { scrollTop } = node;
    const focused = this.buttons().findIndex((each) => each === document.activeElement);
    const help = this.help()?.open;
    const logPath = inFolder(course.folder, PROGRESS_FILE);
    node.replaceChildren(homeView({ map: course.map, progress, logPath }, actions));
    const drawn = this.help();
    if (drawn && help !== undefined) drawn.open = help;
    this.buttons()[focused]?.focus();
    node.scrollTop = scrollTop;
  }

  /** Looks for changes from now on. */
  watch(): void {
    this.unwatch();
    void this.refreshIfChanged();
    this.timer = window.setInterval(() => void this.refreshIfChanged(), LOOK_EVERY);
  }

  /** Looks no longer. */
  unwatch(): void {
    clearInterval(this.timer);
  }

  private async refreshIfChanged(): Promise<void> {
    if (document.hidden) return;
    const { contents, course } = this.files;
    const version = await progressVersion(contents, course.folder);
    if (version !== this.version) await this.refresh();
  }

  private help(): HTMLDetailsElement | null {
    return this.node.querySelector<HTMLDetailsElement>(".nn-home-help");
  }

  private buttons(): HTMLElement[] {
    return [...this.node.querySelectorAll<HTMLElement>("button, summary")];
  }
}
