/** Draws a table; one that is not shown whole can be searched, sorted and leafed through, with the kernel's help. */
import {
  TABLE_TARGET,
  type TableContent,
  type TableHead,
  type TableReply,
  type TableRequest,
  type TableRows,
} from "neural-notebooks/frames/table-content";
import { element } from "../element";
import { askKernel, type Problem } from "../kernel-requests";
import { addTableStyle } from "./style";

/** Rows on a page. */
const PAGE = 15;

/** A table of so many rows does not tell its size. */
const FEW_ROWS = 5;

/** Longer texts are wrapped. */
const ONE_LINE = 40;

/** Until so many ms after the last letter, a search waits for the next. */
const TYPING_TIME = 250;

const PROBLEMS: Readonly<Record<Problem, string>> = {
  "no notebook": "Tables can be searched in the notebook itself, not in a copy of its output.",
  unknown: "Run the cell again: the kernel no longer has this table.",
  "no answer": "The kernel did not answer. Run the cell again.",
};

/** Keys belong to what has the focus here, not to the notebook. */
const OWN_KEYS = { "data-lm-suppress-shortcuts": "true" };

/** What of the table is looked at. */
interface Look {
  readonly search: string;
  readonly sort: NonNullable<TableRequest["sort"]> | undefined;
  readonly from: number;
}

/** One table in the page. */
export class TableView {
  private content: TableContent | undefined;
  /** Nothing until the learner wants to search. */
  private look: Look | undefined;
  private reply: TableReply | undefined;
  /** Counts requests, so that an answer that was overtaken is dropped. */
  private asked = 0;
  private typing = 0;
  private readonly table = element("table", { class: "nn-table" });
  private readonly scroller = element("div", { class: "nn-table-scroller", tabindex: "0", role: "region" }, [
    this.table,
  ]);
  private readonly foot = element("div", { class: "nn-table-foot" });
  private readonly size = element("span", { class: "nn-table-size", role: "status" });
  private readonly tools = element("span", { class: "nn-table-tools", ...OWN_KEYS });
  private readonly search = element("input", {
    type: "search",
    placeholder: "Search all rows",
    "aria-label": "Search all rows",
  });
  private readonly back = button("‹", "Earlier rows", () => void this.turn(-1));
  private readonly on = button("›", "Later rows", () => void this.turn(1));

  /** @param host - The element of the output. */
  constructor(private readonly host: HTMLElement) {
    addTableStyle();
    this.search.addEventListener("input", () => {
      clearTimeout(this.typing);
      this.typing = window.setTimeout(
        () => void this.show({ search: this.search.value, from: 0 }),
        TYPING_TIME,
      );
    });
    this.foot.append(this.size, this.tools);
    host.append(this.scroller, this.foot);
  }

  /** Shows a table, in place of an earlier one. */
  draw(content: TableContent): void {
    this.content = content;
    this.look = undefined;
    this.reply = undefined;
    this.scroller.setAttribute("aria-label", `Table, ${content.size}`);
    this.tools.replaceChildren(
      ...(content.table === undefined ? [] : [button("Search and sort", "", () => void this.open())]),
    );
    this.update();
  }

  /** Shows a text alone: of a table that was written by another version, or by hand. */
  showPlain(text: string): void {
    this.host.replaceChildren(element("pre", {}, [text]));
  }

  private async open(): Promise<void> {
    this.tools.replaceChildren(this.search, this.back, this.on);
    this.search.focus();
    await this.show({});
  }

  private async turn(step: 1 | -1): Promise<void> {
    await this.show({ from: (this.look?.from ?? 0) + step * PAGE });
  }

  private async sortBy(column: number): Promise<void> {
    const { sort } = this.look ?? {};
    const isSame = sort?.column === column;
    // Upwards, downwards, as it was.
    const next = isSame && sort.descending ? undefined : { column, descending: isSame };
    await this.show({ sort: next, from: 0 });
    this.table.querySelector<HTMLElement>(`[data-column="${column}"]`)?.focus();
  }

  /** Asks for other rows and shows them. */
  private async show(change: Partial<Look>): Promise<void> {
    const { content } = this;
    if (content?.table === undefined) return;
    const look: Look = { search: "", sort: undefined, from: 0, ...this.look, ...change };
    this.look = look;
    const number = ++this.asked;
    const { search, from, sort } = look;
    const request: TableRequest = { table: content.table, search, from, count: PAGE, ...(sort && { sort }) };
    const onBusy = (): void => void (this.size.textContent = "The kernel is still running a cell …");
    const outcome = await askKernel<TableReply>(this.host, { target: TABLE_TARGET, request, onBusy });
    if (number !== this.asked) return;
    if ("reply" in outcome) {
      this.reply = outcome.reply;
      this.update();
    } else {
      this.size.textContent = PROBLEMS[outcome.problem];
    }
  }

  private update(): void {
    const { content, look, reply } = this;
    if (!content) return;
    const shown: TableRows = reply ?? content;
    const more = !reply && content.rows.length < content.total;
    this.table.replaceChildren(
      element("thead", {}, [this.headRow(content, shown)]),
      element("tbody", {}, [...bodyRows(content.heads, shown), ...(more ? [dotsRow(content, shown)] : [])]),
    );
    // The size of a few rows is seen at a glance.
    const size = content.total > FEW_ROWS ? content.size : "";
    this.size.textContent = look && reply ? positionText(look, reply) : size;
    this.foot.hidden = this.size.textContent === "" && content.table === undefined;
    const from = look?.from ?? 0;
    setDisabled(this.back, from === 0);
    setDisabled(this.on, from + PAGE >= (reply?.matched ?? content.total));
  }

  private headRow(content: TableContent, { index }: TableRows): HTMLElement {
    const heads = content.heads.map((head) => {
      if (!head) return element("th", {}, ["…"]);
      const attributes = {
        scope: "col",
        title: head.type,
        class: sideOf(head),
        "aria-sort": this.orderOf(head),
      };
      return element("th", attributes, [this.look ? this.sortButton(head) : head.name]);
    });
    return element("tr", {}, [...(index ? [element("td")] : []), ...heads]);
  }

  private sortButton(head: TableHead): HTMLElement {
    const arrow = { ascending: " ▲", descending: " ▼", none: "" }[this.orderOf(head)];
    const made = button(`${head.name}${arrow}`, `Sort by ${head.name}`, () => void this.sortBy(head.at));
    made.dataset["column"] = String(head.at);
    return made;
  }

  private orderOf({ at }: TableHead): "ascending" | "descending" | "none" {
    const { sort } = this.look ?? {};
    if (sort?.column !== at) return "none";
    return sort.descending ? "descending" : "ascending";
  }
}

function bodyRows(heads: TableContent["heads"], { rows, index }: TableRows): HTMLElement[] {
  return rows.map((texts, row) =>
    element("tr", {}, [
      ...(index ? [element("th", { scope: "row" }, [index[row] ?? ""])] : []),
      ...heads.map((head, at) => bodyCell(head, texts[at] ?? "…")),
    ]),
  );
}

function bodyCell(head: TableHead | null, text: string): HTMLElement {
  const long = text.length > ONE_LINE ? " nn-long" : "";
  return element("td", { class: `${sideOf(head)}${long}` }, [text]);
}

function dotsRow({ heads }: TableContent, { index }: TableRows): HTMLElement {
  return element("tr", { class: "nn-table-dots" }, [
    ...(index ? [element("td", {}, ["…"])] : []),
    ...heads.map((head) => element("td", { class: sideOf(head) }, ["…"])),
  ]);
}

function sideOf(head: TableHead | null): string {
  return head?.right ? "nn-right" : "nn-left";
}

function positionText({ from, search }: Look, { rows, matched }: TableReply): string {
  const found = search.trim() === "" ? "" : ` that hold “${search.trim()}”`;
  if (matched === 0) return `No rows${found}`;
  return `Rows ${(from + 1).toLocaleString("en")} to ${(from + rows.length).toLocaleString("en")} of ${matched.toLocaleString("en")}${found}`;
}

function button(text: string, label: string, onPress: () => void): HTMLButtonElement {
  const made = element("button", { type: "button", ...OWN_KEYS, ...(label && { "aria-label": label }) }, [
    text,
  ]);
  made.addEventListener("click", () => {
    if (made.getAttribute("aria-disabled") !== "true") onPress();
  });
  return made;
}

/** Not the attribute `disabled`, which would take the focus away. */
function setDisabled(made: HTMLButtonElement, disabled: boolean): void {
  made.setAttribute("aria-disabled", String(disabled));
}
