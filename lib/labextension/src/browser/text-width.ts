/** Measures texts in the font of charts. */
import { FONT_FAMILY } from "neural-notebooks/charts/rendering";

let ruler: CanvasRenderingContext2D | null | undefined;

/** The width of a text in pixels, in letters of `size` pixels. */
export function textWidth(text: string, size: number): number {
  ruler ??= document.createElement("canvas").getContext("2d");
  if (!ruler) throw new Error("the browser draws on no canvas");
  ruler.font = `${size}px ${FONT_FAMILY}`;
  return ruler.measureText(text).width;
}
