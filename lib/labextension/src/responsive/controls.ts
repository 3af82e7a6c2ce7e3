/** Puts the buttons of an animation below its slider where the slider's text would run into them. */
import { FONT_SIZE } from "neural-notebooks/charts/rendering";
import type { Control, FigureLayout, FigureTrace, Space } from "./figure-types";
import { heightOf, marginOf, plotWidthOf } from "./layout-parts";

/** In pixels: a slider with its text and numbers, and the row of buttons that may go below it. */
const SLIDER_HEIGHT = 84;
const BUTTONS_HEIGHT = 40;

/**
 * Lays slider and buttons out.
 *
 * @param data - The traces.
 * @param layout - The layout.
 * @param space - The place.
 * @returns The layout, or the very same one when nothing needs a change.
 */
export function layoutForControls(
  data: readonly FigureTrace[],
  layout: FigureLayout,
  { width, measure }: Pick<Space, "width" | "measure">,
): FigureLayout {
  const { updatemenus = [], sliders = [] } = layout;
  const [slider] = sliders;
  const buttons = updatemenus.find((menu) => menu.type === "buttons" && (menu.y ?? 1) <= 0);
  if (!slider || !buttons) return layout;
  const prefix = slider.currentvalue?.prefix ?? "";
  const texts = (slider.steps ?? []).map(({ label = "" }) => measure(`${prefix}${label}`, FONT_SIZE));
  const buttonsWidth = (buttons.buttons ?? []).reduce(
    (sum, { label = "" }) => sum + measure(label, FONT_SIZE) + 32,
    0,
  );
  if (Math.max(0, ...texts) + buttonsWidth + 12 <= plotWidthOf(data, layout, width)) return layout;
  const margin = marginOf(layout);
  return {
    ...layout,
    updatemenus: updatemenus.map((menu) => (menu === buttons ? belowSlider(menu) : menu)),
    margin: { ...margin, b: margin.b + BUTTONS_HEIGHT },
    height: heightOf(layout) + BUTTONS_HEIGHT,
  };
}

function belowSlider(menu: Control): Control {
  return { ...menu, x: 0, xanchor: "left", pad: { ...menu.pad, t: (menu.pad?.t ?? 0) + SLIDER_HEIGHT } };
}
