/** The extension that opens the course's home: first in a new window, then by a command, the launcher and a button on top. */
import type * as Lumino from "@lumino/widgets";
import { sharedPackage, type SharedScope } from "../shared-scope";
import { findCourse, type Contents } from "./course-files";
import { element } from "../element";
import { homeActions } from "./home-actions";
import { HomePage } from "./home-page";
import { addHomeStyle } from "./home-style";
import { homeWidgetClass, type HomeWidget } from "./home-widget";

const COMMAND = "neural-notebooks:home";
/** Tells that this window has shown the home: a page that is loaded again stays where the learner was. */
const SHOWN = "neural-notebooks:home-shown";

/** What is used of the application. */
interface Application {
  readonly name: string;
  readonly restored: Promise<unknown>;
  readonly serviceManager: { readonly contents: Contents };
  readonly commands: {
    addCommand(id: string, options: object): unknown;
    execute(id: string, args?: object): Promise<unknown>;
    notifyCommandChanged(id: string): void;
  };
  readonly shell: {
    add(widget: Lumino.Widget, area: string, options?: object): void;
    activateById(id: string): void;
  };
}

interface Restorer {
  restore(tracker: object, options: { command: string; name: () => string }): Promise<unknown>;
}
interface Palette {
  addItem(item: { command: string; category: string }): unknown;
}
interface Launcher {
  add(item: { command: string; category: string; rank: number }): unknown;
}
interface Tracker {
  add(widget: Lumino.Widget): Promise<void>;
}

/** The packages of JupyterLab that the home uses. */
interface Packages {
  readonly widgets: typeof Lumino;
  readonly apputils: {
    readonly ICommandPalette: object;
    readonly WidgetTracker: new (options: { namespace: string }) => Tracker;
    readonly Dialog: {
      cancelButton(): object;
      warnButton(options: { label: string }): object;
    };
    showDialog(options: object): Promise<{ button: { accept: boolean } }>;
  };
  readonly PageConfig: { getBaseUrl(): string; getOption(name: string): string };
}

/**
 * Makes the extension.
 *
 * @param scope - What the page shares.
 * @returns A plugin of JupyterLab; it does nothing where the server holds no course.
 */
export async function makeHomeExtension(scope: SharedScope) {
  const [widgets, apputils, application, launcher, coreutils] = await Promise.all(
    [
      "@lumino/widgets",
      "@jupyterlab/apputils",
      "@jupyterlab/application",
      "@jupyterlab/launcher",
      "@jupyterlab/coreutils",
    ].map((name) => sharedPackage(scope, name)),
  );
  const { ILayoutRestorer } = application as { ILayoutRestorer: object };
  const { ILauncher } = launcher as { ILauncher: object };
  const packages = {
    widgets: widgets as typeof Lumino,
    apputils: apputils as Packages["apputils"],
    PageConfig: (coreutils as { PageConfig: Packages["PageConfig"] }).PageConfig,
  };
  return {
    id: `${EXTENSION_NAME}:home`,
    description: "Shows the course's home: lessons, progress, glossary and help.",
    autoStart: true,
    optional: [ILayoutRestorer, packages.apputils.ICommandPalette, ILauncher],
    activate: (
      app: Application,
      restorer: Restorer | null,
      palette: Palette | null,
      launched: Launcher | null,
    ) => {
      // Notebook 7 has a page for each document, and no place for a home.
      if (app.name !== "JupyterLab") return;
      activate(app, packages, { restorer, palette, launcher: launched });
    },
  };
}

function activate(
  app: Application,
  packages: Packages,
  parts: { restorer: Restorer | null; palette: Palette | null; launcher: Launcher | null },
): void {
  const { PageConfig, apputils } = packages;
  // An address that names a document opens that document. JupyterLab changes what it tells of it as tabs change.
  const isFirst = sessionStorage.getItem(SHOWN) === null && PageConfig.getOption("treePath") === "";
  sessionStorage.setItem(SHOWN, "yes");
  addHomeStyle();
  const tracker = new apputils.WidgetTracker({ namespace: "neural-notebooks-home" });
  const opener = new HomeOpener(app, packages, tracker);
  app.commands.addCommand(COMMAND, {
    label: "Course Home",
    caption: "The map of the course, and your progress",
    isVisible: () => opener.hasCourse,
    execute: () => opener.open(),
  });
  void parts.restorer?.restore(tracker, { command: COMMAND, name: () => "home" });
  void opener.ready.then(async (found) => {
    if (!found) return;
    app.commands.notifyCommandChanged(COMMAND);
    parts.palette?.addItem({ command: COMMAND, category: "Course" });
    parts.launcher?.add({ command: COMMAND, category: "Course", rank: 0 });
    app.shell.add(
      topButton(packages, () => void opener.open()),
      "top",
      { rank: 1000 },
    );
    await app.restored;
    if (isFirst) await opener.open();
  });
}

/** Opens the home, once a page. */
class HomeOpener {
  hasCourse = false;
  /** Whether the server holds a course. */
  readonly ready: Promise<boolean>;
  private readonly course;
  private widget: HomeWidget | undefined;

  constructor(
    private readonly app: Application,
    private readonly packages: Packages,
    private readonly tracker: Tracker,
  ) {
    const preferred = packages.PageConfig.getOption("preferredPath");
    this.course = findCourse(app.serviceManager.contents, { preferred });
    this.ready = this.course.then((course) => (this.hasCourse = course !== undefined));
  }

  /** Opens the home, or brings it to the front. */
  async open(): Promise<Lumino.Widget | undefined> {
    const widget = this.widget?.isDisposed === false ? this.widget : await this.make();
    if (!widget) return undefined;
    this.widget = widget;
    if (!widget.isAttached) this.app.shell.add(widget, "main", { mode: "tab-before" });
    this.app.shell.activateById(widget.id);
    return widget;
  }

  private async make(): Promise<HomeWidget | undefined> {
    const course = await this.course;
    if (!course) return undefined;
    // While the course was looked for, another call may have made it.
    if (this.widget?.isDisposed === false) return this.widget;
    const { app, packages } = this;
    const { contents } = app.serviceManager;
    const widget = new (homeWidgetClass(packages.widgets.Widget))();
    const actions = homeActions({
      commands: app.commands,
      contents,
      course,
      baseUrl: packages.PageConfig.getBaseUrl(),
      confirm: (question) => confirm(packages, question),
      changed: () => void widget.page?.refresh(),
    });
    widget.page = new HomePage(widget.node, { contents, course }, actions);
    widget.id = "neural-notebooks-home";
    widget.title.label = "Course home";
    widget.title.caption = "The map of the course, and your progress";
    widget.title.closable = true;
    this.widget = widget;
    await widget.page.refresh();
    await this.tracker.add(widget);
    return widget;
  }
}

async function confirm(
  { apputils }: Packages,
  { title, body, yes }: { title: string; body: string; yes: string },
): Promise<boolean> {
  const { Dialog, showDialog } = apputils;
  const buttons = [Dialog.cancelButton(), Dialog.warnButton({ label: yes })];
  const { button } = await showDialog({ title, body, buttons });
  return button.accept;
}

function topButton({ widgets }: Packages, onClick: () => void): Lumino.Widget {
  const made = element("button.nn-home-button", { type: "button", title: "The map of the course" }, [
    "Course home",
  ]);
  made.addEventListener("click", onClick);
  const node = element("div.nn-home-top", {}, [made]);
  const widget = new widgets.Widget({ node });
  widget.id = "neural-notebooks-home-button";
  return widget;
}
