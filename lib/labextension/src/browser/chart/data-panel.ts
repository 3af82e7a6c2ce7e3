/** A chart's numbers as a table below the chart, for those who want to read, hear or copy them. */
import type { ChartTables } from "../../data-table/table-types";
import { csvOf, shownPart, type ShownBlock, type ShownColumn } from "../../data-table/shown-part";
import { copyText } from "../exercise/copy-text";
import { element } from "../element";
import { OWN_KEYS } from "./own-keys";

/** How long in ms a button tells that the numbers were copied. */
const TOLD = 2000;
/** While an animation plays, the table is written anew at most this often, in ms. */
const PAUSE = 250;

let panels = 0;

/** The button that opens the table, and the table. */
export class DataPanel {
  /** Opens and closes the table; stands in the chart's corner. */
  readonly button = element(
    "button",
    { type: "button", class: "nn-chart-data-button", "aria-expanded": "false", ...OWN_KEYS },
    ["Data"],
  );
  /** Holds the table; stands below the chart. */
  readonly panel = element("div", { class: "nn-chart-data", hidden: "" });
  private readonly scroller = element("div", {
    class: "nn-chart-data-scroller",
    tabindex: "0",
    role: "region",
    ...OWN_KEYS,
  });
  private readonly copy = element("button", { type: "button", ...OWN_KEYS }, ["Copy as CSV"]);
  private readonly copied = element("span", { role: "status", class: "nn-chart-data-told" });
  /** What had the focus when the table was opened. */
  private opener: HTMLElement = this.button;
  private refreshing = 0;
  private told = 0;

  /** @param tables - Gives the numbers that are drawn now. */
  constructor(private readonly tables: () => ChartTables) {
    const close = element("button", { type: "button", ...OWN_KEYS }, ["Close"]);
    this.panel.append(
      this.scroller,
      element("div", { class: "nn-chart-data-foot" }, [this.copy, close, this.copied]),
    );
    this.panel.id = `nn-chart-data-${++panels}`;
    this.button.setAttribute("aria-controls", this.panel.id);
    this.button.title = "The numbers as a table (T)";
    this.button.addEventListener("click", () => this.toggle(this.button));
    close.addEventListener("click", () => this.close());
    this.copy.addEventListener("click", () => void this.copyNumbers());
    this.panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      this.close();
    });
  }

  get isOpen(): boolean {
    return !this.panel.hidden;
  }

  /** Opens the table and gives it the focus, or closes it. */
  toggle(opener: HTMLElement): void {
    if (this.isOpen) {
      this.close();
      return;
    }
    this.opener = opener;
    this.panel.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
    this.write();
    this.scroller.focus({ preventScroll: true });
    // As far as it must be to be seen, and no further.
    this.panel.scrollIntoView({ block: "nearest" });
  }

  /** Closes the table; the focus goes back to where it was, if it is in the table. */
  close(): void {
    const hadFocus = this.panel.contains(document.activeElement);
    this.panel.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
    if (hadFocus) this.opener.focus({ preventScroll: true });
  }

  /** Takes what is drawn now into an open table, soon. */
  refresh(): void {
    if (!this.isOpen || this.refreshing !== 0) return;
    this.refreshing = window.setTimeout(() => {
      this.refreshing = 0;
      if (this.isOpen) this.write();
    }, PAUSE);
  }

  /** Shows the button only where there are numbers. */
  setAvailable(available: boolean): void {
    this.button.hidden = !available;
    if (!available && this.isOpen) this.close();
  }

  dispose(): void {
    clearTimeout(this.refreshing);
    clearTimeout(this.told);
  }

  private write(): void {
    const { caption, blocks } = this.tables();
    this.scroller.setAttribute("aria-label", `Data: ${caption || "chart"}`);
    const { scrollTop, scrollLeft } = this.scroller;
    const tables = blocks
      .map(shownPart)
      .flatMap((block) => [blockTable(block, caption), ...(block.note ? [note(block.note)] : [])]);
    this.scroller.replaceChildren(
      ...(caption ? [element("p", { class: "nn-chart-data-title" }, [caption])] : []),
      ...(tables.length > 0 ? tables : [note("This chart shows no numbers yet.")]),
    );
    Object.assign(this.scroller, { scrollTop, scrollLeft });
  }

  private async copyNumbers(): Promise<void> {
    const isCopied = await copyText(csvOf(this.tables()));
    this.copied.textContent = isCopied ? "Copied." : "This page may not use the clipboard.";
    clearTimeout(this.told);
    this.told = window.setTimeout(() => (this.copied.textContent = ""), TOLD);
  }
}

function note(text: string): HTMLElement {
  return element("p", { class: "nn-chart-data-note" }, [text]);
}

function blockTable({ title, columns, rows, rowHeads }: ShownBlock, name: string): HTMLElement {
  const heads = columns.map((column) =>
    element("th", { scope: "col", class: sideOf(column) }, [column.head]),
  );
  const lines = Array.from({ length: rows }, (_, row) =>
    element(
      "tr",
      {},
      columns.map((column, i) => {
        const isHead = rowHeads && i === 0;
        const attributes = { class: sideOf(column), ...(isHead && { scope: "row" }) };
        return element(isHead ? "th" : "td", attributes, [column.texts[row] ?? ""]);
      }),
    ),
  );
  return element("table", title || !name ? {} : { "aria-label": name }, [
    ...(title ? [element("caption", {}, [title])] : []),
    element("thead", {}, [element("tr", {}, heads)]),
    element("tbody", {}, lines),
  ]);
}

function sideOf({ isNumeric }: ShownColumn): string {
  return isNumeric ? "nn-right" : "nn-left";
}
