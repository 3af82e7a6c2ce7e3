/** The attributes that all models of ipywidgets 8 share: their classes in the front end, layout and style. */
import { WidgetModel, type WidgetState } from "./model";

const CONTROLS = { module: "@jupyter-widgets/controls", version: "2.0.0" } as const;
const BASE = { module: "@jupyter-widgets/base", version: "2.0.0" } as const;

/** CSS of a widget, by the names of ipywidgets' `Layout`. */
export type LayoutState = Readonly<Record<string, string | null>>;

/** What a model is made of. */
export interface ModelSpec {
  /** Its class without the ending, such as `"FloatSlider"`. */
  name: string;
  /** The class of its view, where it is named otherwise. */
  view?: string | null;
  /** The class of its style, `"DescriptionStyle"` unless told; `null` for none. */
  style?: string | null;
  styleState?: WidgetState;
  layout?: LayoutState;
  /** The package that it comes from. */
  from?: { module: string; version: string };
  /** Its own attributes. */
  state?: WidgetState;
}

/** Makes a model of a package of the front end. */
export function makeModel(spec: ModelSpec): WidgetModel {
  const { name, view = name, style = "DescriptionStyle", styleState, layout, from = CONTROLS, state } = spec;
  return new WidgetModel({
    ...classes(from, { model: `${name}Model`, view: view === null ? null : `${view}View` }),
    _dom_classes: [],
    tabbable: null,
    tooltip: null,
    layout: new WidgetModel({ ...classes(BASE, { model: "LayoutModel", view: "LayoutView" }), ...layout }),
    ...(style === null ? {} : { style: styleOf(style, styleState) }),
    ...state,
  });
}

/** Makes a link that keeps two attributes equal in the front end, without asking the kernel. */
export function makeLink(source: [WidgetModel, string], target: [WidgetModel, string]): WidgetModel {
  return new WidgetModel({ ...classes(CONTROLS, { model: "LinkModel", view: null }), source, target });
}

function styleOf(name: string, state: WidgetState = {}): WidgetModel {
  const names = classes(CONTROLS, { model: `${name}Model`, view: "StyleView" });
  // Views of styles live in the base package.
  const base = { _view_module: BASE.module, _view_module_version: BASE.version };
  return new WidgetModel({ ...names, ...base, ...state });
}

function classes(
  { module, version }: { module: string; version: string },
  { model, view }: { model: string; view: string | null },
): WidgetState {
  return {
    _model_module: module,
    _model_module_version: version,
    _model_name: model,
    _view_count: null,
    _view_module: module,
    _view_module_version: version,
    _view_name: view,
  };
}
