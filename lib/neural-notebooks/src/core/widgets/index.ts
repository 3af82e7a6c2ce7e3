/** Everything of `core/widgets`: controls, boxes, `interact`, and widgets with a front-end module of their own. */
export * from "./anywidget";
export * from "./boxes";
export * from "./button";
export { checkbox, dropdown, radioButtons, toggle, type ChoiceOptions, type Choices } from "./choices";
export { Control, type ControlSpec } from "./control";
export * from "./fields";
export * from "./interact";
export { WidgetModel, type WidgetState, type WidgetView } from "./model";
export type { LayoutState } from "./model-factory";
export * from "./slider";
