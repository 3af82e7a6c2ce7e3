/**
 * Brings the sliders, lists and buttons that plotly.js draws to the keyboard and to screen readers: over each lies a control of
 * the page, which is seen by its focus ring alone and does what a click on plotly's would do.
 */
import type { Control, FigureLayout } from "../../responsive/figure-types";
import { entryNames, type Choice, type ControlKind } from "../control-entries";
import { element } from "../element";
import type { PlotElement } from "../plotly";
import { OWN_KEYS } from "./own-keys";

/** Does what an entry does; resolves when it is drawn. */
export type Choose = (choice: Choice) => Promise<void>;

/** plotly's elements of controls: one for each that is visible, in the order of the layout. */
const DRAWN: Readonly<Record<ControlKind, string>> = {
  updatemenus: ".updatemenu-header-group",
  sliders: ".slider-group",
};

interface Access {
  readonly kind: ControlKind;
  readonly index: number;
  readonly node: HTMLElement;
  /** Takes the entry that is chosen. */
  readonly set: (active: number) => void;
}

export class ControlAccess {
  /** The controls; stands in what is scrolled with the chart. */
  readonly node = element("div", { class: "nn-chart-controls" });
  private made = "";
  private controls: Access[] = [];
  private busy = false;
  private waiting: Choice | undefined;

  constructor(
    private readonly plot: PlotElement,
    private readonly choose: Choose,
  ) {
    this.node.addEventListener("focusin", () => this.place());
  }

  /** Takes over what is drawn; to be called after each drawing. */
  update(): void {
    const controls = visibleControls(this.plot.layout);
    const made = JSON.stringify(controls.map(({ kind, index, control }) => [kind, index, facts(control)]));
    const before = this.made;
    if (made !== before) {
      this.made = made;
      this.controls = controls.flatMap(({ kind, index, control }) => this.make(control, { kind, index }));
      this.node.replaceChildren(...this.controls.map(({ node }) => node));
    }
    // Measuring costs time, which an animation has not; the first focus measures, too.
    if (made !== before || this.node.contains(document.activeElement)) this.place();
    // What the reader chose a moment ago is not drawn yet.
    if (this.busy) return;
    for (const { kind, index, set } of this.controls) set(this.plot.layout?.[kind]?.[index]?.active ?? 0);
  }

  private make(control: Control, { kind, index }: { kind: ControlKind; index: number }): Access[] {
    const choose = (active: number): void => void this.run({ kind, index, active });
    if (kind === "sliders") return [{ kind, index, ...sliderOf(control, choose) }];
    if ((control.type ?? "dropdown") === "dropdown") return [{ kind, index, ...listOf(control, choose) }];
    const { names } = facts(control);
    const buttons = names.map((name, i) => {
      // The signs before a name, such as a triangle, would be read out.
      const button = element("button", { type: "button", ...OWN_KEYS }, [
        name.replace(/^[^\p{L}\p{N}]+/u, "") || name,
      ]);
      button.addEventListener("click", () => choose(i));
      return button;
    });
    return [
      {
        kind,
        index,
        node: element("div", { role: "group", "aria-label": "Buttons" }, buttons),
        set: () => undefined,
      },
    ];
  }

  /** Of choices that come faster than they are drawn, only the last is drawn. */
  private async run(choice: Choice): Promise<void> {
    this.waiting = choice;
    if (this.busy) return;
    this.busy = true;
    for (let next = this.nextChoice(); next; next = this.nextChoice()) {
      try {
        await this.choose(next);
      } catch (error) {
        console.error("Neural Notebooks chart:", error);
      }
    }
    this.busy = false;
  }

  private nextChoice(): Choice | undefined {
    const next = this.waiting;
    this.waiting = undefined;
    return next;
  }

  /** Lays each control over what plotly.js has drawn for it. */
  private place(): void {
    const origin = this.node.getBoundingClientRect();
    const counts: Record<ControlKind, number> = { updatemenus: 0, sliders: 0 };
    for (const { kind, node } of this.controls) {
      const drawn = this.plot.querySelectorAll(DRAWN[kind])[counts[kind]++];
      if (!drawn) continue;
      const buttons = drawn.querySelectorAll(".updatemenu-button");
      const covers =
        node.tagName === "DIV" ? [...node.children].map((one, i) => [one, buttons[i]]) : [[node, drawn]];
      for (const [one, under] of covers) if (under) cover(one as HTMLElement, { box: boxOf(under), origin });
    }
  }
}

/** The box of what is drawn: of a slider its bar, as high as the grip. */
function boxOf(drawn: Element): Pick<DOMRect, "left" | "top" | "width" | "height"> {
  const box = drawn.getBoundingClientRect();
  const grip = drawn.querySelector(".slider-grip-rect")?.getBoundingClientRect();
  const bar = drawn.querySelector(".slider-rail-touch-rect")?.getBoundingClientRect();
  return grip && bar ? { left: bar.left, width: bar.width, top: grip.top, height: grip.height } : box;
}

function cover(
  { style }: HTMLElement,
  { box, origin }: { box: Pick<DOMRect, "left" | "top" | "width" | "height">; origin: DOMRect },
): void {
  style.left = `${box.left - origin.left}px`;
  style.top = `${box.top - origin.top}px`;
  style.width = `${box.width}px`;
  style.height = `${box.height}px`;
}

function visibleControls(layout: FigureLayout | undefined) {
  return (["updatemenus", "sliders"] as const).flatMap((kind) =>
    (layout?.[kind] ?? []).flatMap((control, index) =>
      control["visible"] === false || entryNames(control).length === 0 ? [] : [{ kind, index, control }],
    ),
  );
}

/** What of a control the page's control is made of. */
function facts(control: Control) {
  const { type = "", currentvalue } = control;
  return { type, names: entryNames(control), prefix: (currentvalue?.prefix ?? "").trim() };
}

function sliderOf(control: Control, choose: (active: number) => void): Pick<Access, "node" | "set"> {
  const { names, prefix } = facts(control);
  const label = prefix.replace(/[:=]$/, "") || "Slider";
  const node = element("input", {
    type: "range",
    min: "0",
    max: String(names.length - 1),
    step: "1",
    "aria-label": label,
    ...OWN_KEYS,
  });
  const tell = (): void =>
    node.setAttribute("aria-valuetext", `${prefix} ${names[Number(node.value)] ?? ""}`.trim());
  node.addEventListener("input", () => {
    tell();
    choose(Number(node.value));
  });
  const set = (active: number): void => {
    node.value = String(active);
    tell();
  };
  set(control.active ?? 0);
  return { node, set };
}

function listOf(control: Control, choose: (active: number) => void): Pick<Access, "node" | "set"> {
  const { names } = facts(control);
  const options = names.map((name, i) => element("option", { value: String(i) }, [name]));
  const node = element("select", { "aria-label": "What the chart shows", ...OWN_KEYS }, options);
  node.addEventListener("change", () => choose(node.selectedIndex));
  const set = (active: number): void => void (node.selectedIndex = active);
  set(control.active ?? 0);
  return { node, set };
}
