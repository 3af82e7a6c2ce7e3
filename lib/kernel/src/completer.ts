/** Answers `complete_request`: names in scope, names of the library together with their import, and names of modules. */
import { importableNames, offeredModules } from "./advice/exports";
import { toPoints, toUnits } from "./codepoints";
import { importStatement, importEdit, type Edit, type Importable } from "./language/auto-import";
import type { CompletionItem, CompletionList } from "./language/editor";
import type { Language } from "./language/language";
import { moduleNamesFor, moduleSpecifierAt } from "./language/module-names";
import { textOf, type Content } from "./protocol";

/** From so many typed letters on, names that are not imported yet are offered. */
const MIN_TYPED_LETTERS = 2;

/** A cell, and the cursor as an offset in UTF-16 units. */
interface CompletionRequest {
  code: string;
  cursor: number;
}

/**
 * Completes names.
 *
 * All matches of a reply replace the same range of the cell. So a name comes with its import only as the single match: the
 * range then reaches from where the import is inserted to the cursor.
 */
export class Completer {
  /** The previous request: the same one again means that the first answer was not what the user looked for. */
  private lastRequest: CompletionRequest | undefined;

  constructor(private readonly language: Language) {}

  /** Answers one request. */
  complete(content: Content): Content {
    const code = textOf(content["code"]);
    const points = typeof content["cursor_pos"] === "number" ? content["cursor_pos"] : [...code].length;
    const request = { code, cursor: toUnits(code, points) };
    const specifier = moduleSpecifierAt(code, request.cursor);
    if (specifier) {
      const sources = { known: offeredModules(), folder: this.language.folder };
      const names = moduleNamesFor(specifier.typed, sources);
      return reply(
        code,
        specifier,
        names.map((text) => ({ text, type: "module" })),
      );
    }
    const list = this.language.complete(code, request.cursor);
    const offered = list.expectsExpression
      ? this.importableNames(code.slice(list.start, request.cursor), list.items)
      : [];
    const selected = this.selectImport(request, list, offered);
    const edit = selected && this.edit(request, list, selected);
    this.lastRequest = request;
    if (edit) {
      const item = { text: edit.text, type: "import" };
      return reply(code, { start: edit.start, end: request.cursor }, [item]);
    }
    return reply(code, list, [...list.items, ...offered.map(itemOf)]);
  }

  /** Names of the library that nobody has imported. */
  private importableNames(typed: string, known: readonly CompletionItem[]): Importable[] {
    if (typed.length < MIN_TYPED_LETTERS) return [];
    const taken = new Set([...this.language.names, ...known.map(({ text }) => text)]);
    return importableNames(typed).filter(({ name }) => !taken.has(name));
  }

  /** The name to import: the only match, or the one that is typed in full while no name in scope is a longer match. */
  private selectImport(
    request: CompletionRequest,
    { start, items }: CompletionList,
    offered: readonly Importable[],
  ): Importable | undefined {
    const typed = request.code.slice(start, request.cursor);
    const [only, ...others] = offered;
    if (items.length === 0 && others.length === 0) return only;
    const isAskedAgain =
      this.lastRequest?.code === request.code && this.lastRequest.cursor === request.cursor;
    if (items.some(({ text }) => text.startsWith(typed)) && !isAskedAgain) return undefined;
    return offered.find(({ name }) => name === typed);
  }

  private edit(
    { code, cursor }: CompletionRequest,
    { start, end }: CompletionList,
    selected: Importable,
  ): Edit | undefined {
    if (end !== cursor || isOfferedByEditor(code, { start, end })) return undefined;
    return importEdit(this.language.ts, code, { importable: selected, start, end });
  }
}

/**
 * True where JupyterLab itself completes the word at the cursor from other words of the cell. It then replaces only its own,
 * narrower range for all matches, so an edit that begins before that range would repeat the text before it.
 */
function isOfferedByEditor(code: string, { start, end }: { start: number; end: number }): boolean {
  const typed = code.slice(start, end);
  const others = `${code.slice(0, start)} ${code.slice(end)}`;
  for (let at = others.indexOf(typed); at >= 0; at = others.indexOf(typed, at + 1)) {
    const isBeginning = !/[\w$\u0080-\uffff]/.test(others.charAt(at - 1));
    if (isBeginning && /[\w$\u0080-\uffff]/.test(others.charAt(at + typed.length))) return true;
  }
  return false;
}

function itemOf(importable: Importable): CompletionItem {
  return {
    text: importable.name,
    type: `import from ${importable.module}`,
    documentation: `Not imported yet: write ${importStatement(importable)}`,
  };
}

function reply(
  code: string,
  place: { start: number; end: number },
  items: readonly CompletionItem[],
): Content {
  const range = { start: toPoints(code, place.start), end: toPoints(code, place.end) };
  return {
    status: "ok",
    matches: items.map((item) => item.text),
    cursor_start: range.start,
    cursor_end: range.end,
    metadata: { _jupyter_types_experimental: items.map((item) => ({ ...item, ...range })) },
  };
}
