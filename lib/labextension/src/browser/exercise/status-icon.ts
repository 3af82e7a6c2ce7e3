/** Draws the sign of a verdict: a ring, a cross, a tick or an exclamation mark. */
import type { VerdictStatus } from "neural-notebooks/grading/card-content";
import { shape } from "./elements";

const PATHS: Readonly<Record<VerdictStatus, readonly string[]>> = {
  "not attempted": [],
  wrong: ["M6.6 6.6l6.8 6.8", "M13.4 6.6l-6.8 6.8"],
  right: ["M5.6 10.4l3 3 5.8-6.4"],
  error: ["M10 5.2v5.8", "M10 14.2v.4"],
};

/** The sign; its words stand beside it. */
export function statusIcon(status: VerdictStatus): SVGElement {
  const ring = shape("circle", { class: "nn-icon-ring", cx: 10, cy: 10, r: 8.5 });
  const lines = PATHS[status].map((d) => shape("path", { class: "nn-icon-line", d, pathLength: 1 }));
  return shape("svg", { class: "nn-icon", viewBox: "0 0 20 20", "aria-hidden": "true" }, [ring, ...lines]);
}
