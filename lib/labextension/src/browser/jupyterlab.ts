/** What the extension uses of JupyterLab's notebooks: the package that types them is far larger than this. */

/** A signal of Lumino. */
export interface Signal<Sender, Args> {
  connect(slot: (sender: Sender, args: Args) => void): boolean;
}

/** A message of a kernel's iopub channel. */
export interface IopubMessage {
  readonly header: { readonly msg_type: string };
  readonly parent_header: { readonly msg_id?: string };
  readonly content: object;
}

/** An output of a cell. */
export interface OutputModel {
  readonly metadata?: { readonly display_id?: unknown };
}

/** The outputs of a cell. */
export interface OutputList {
  readonly length: number;
  get(index: number): OutputModel;
  set(index: number, output: object): void;
}

export interface CellModel {
  readonly type: string;
  /** Of code cells. */
  readonly outputs?: OutputList;
}

export interface CellWidget {
  /** Of code cells; `future` is the run that this page has seen. */
  readonly outputArea?: {
    readonly future?: { readonly msg: { readonly header: { readonly msg_id: string } } };
  };
}

/** A renderer of one MIME type. */
export interface Renderer {
  readonly node: HTMLElement;
  readonly isDisposed?: boolean;
  renderModel?(model: unknown): Promise<void>;
  dispose(): void;
}

/** A notebook that is open. */
export interface Notebook {
  readonly model: { readonly cells: Iterable<CellModel>; getMetadata?(name: string): unknown } | null;
  readonly widgets: readonly CellWidget[];
  readonly rendermime: {
    getFactory(mimeType: string): { createRenderer(options: { mimeType: string }): Renderer } | undefined;
  };
  readonly modelContentChanged?: Signal<unknown, unknown>;
  readonly disposed?: Signal<unknown, unknown>;
}

/** One comm of a kernel, as a page opens it. */
export interface Comm {
  onMsg: (message: { readonly content: { readonly data: object } }) => void;
  onClose: () => void;
  open(data: object): unknown;
  readonly isDisposed: boolean;
  dispose(): void;
}

/** The connection to a kernel. */
export interface Kernel {
  readonly status: string;
  createComm(target: string): Comm;
}

export interface NotebookPanel {
  readonly node: HTMLElement;
  readonly content: Notebook;
  readonly sessionContext: {
    readonly iopubMessage: Signal<unknown, IopubMessage>;
    readonly session?: { readonly kernel?: Kernel | null } | null;
  };
}

/** Knows the notebooks of the page. */
export interface NotebookTracker {
  forEach(callback: (panel: NotebookPanel) => void): void;
  readonly widgetAdded: Signal<unknown, NotebookPanel>;
}
