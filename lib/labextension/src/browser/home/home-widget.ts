/** The home as a tab of JupyterLab: it looks for changes while it is in view. */
import type * as Lumino from "@lumino/widgets";
import type { HomePage } from "./home-page";

/** The home's tab. */
export interface HomeWidget extends Lumino.Widget {
  /** What is in it; set once it is made. */
  page: HomePage | undefined;
}

/**
 * Makes the class of the tab.
 *
 * @param Widget - Lumino's class, out of the page's shared packages.
 */
export function homeWidgetClass(Widget: typeof Lumino.Widget): new () => HomeWidget {
  return class extends Widget implements HomeWidget {
    page: HomePage | undefined;

    constructor() {
      super();
      this.addClass("nn-home");
      this.node.tabIndex = -1;
    }

    override onAfterShow(): void {
      this.page?.watch();
    }

    override onAfterAttach(): void {
      if (this.isVisible) this.page?.watch();
    }

    override onBeforeHide(): void {
      this.page?.unwatch();
    }

    override onBeforeDetach(): void {
      this.page?.unwatch();
    }

    override onActivateRequest(): void {
      this.node.focus();
    }
  };
}
