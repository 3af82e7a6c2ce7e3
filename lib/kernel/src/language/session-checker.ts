/**
 * Checks cells by one type checker for the whole session: each cell is parsed, bound and checked by itself, while all that
 * it imports, TensorFlow's 600 files included, is checked once.
 *
 * TypeScript makes a program, and with it a checker, for a fixed list of files. Here that list holds what cells import; the
 * cells themselves are modules that the checker resolves through its host when a cell imports their names.
 */
import type * as TypeScript from "typescript";
import type { DeclarationFiles } from "./declarations";
import { isPackageFile } from "./declarations";
import type { BoundFile, CheckerHost, EmitResolver, TS } from "./typescript";

/** So many checks add about 100 MB to a checker; then it is replaced while the kernel is idle. */
const MAX_CHECKS = 2000;

/** A checker makes ten suggestions ("did you mean") in its life; after so many it is replaced. */
const MAX_SUGGESTIONS = 8;

/** The codes of diagnostics that may contain a suggestion. */
const SUGGESTION_CODES = new Set([2304, 2305, 2339, 2503, 2551, 2552, 2561, 2694, 2724, 2820]);

type Checker = ReturnType<TS["createTypeChecker"]>;

/** A program and its checker. */
interface CheckedProgram {
  program: CheckerHost;
  checker: Checker;
}

/** The type checker of one session. */
export class SessionChecker {
  private base: TypeScript.Program | undefined;
  private checked: CheckedProgram | undefined;
  /** Cells by file name; earlier ones are kept as long as a later cell may import their names. */
  private readonly cells = new Map<string, BoundFile>();
  /** Cells with global augmentations, `declare global` or `declare module`. */
  private readonly augmenting: BoundFile[] = [];
  private readonly roots = new Set<string>();
  private readonly userDiagnostics = new Map<string, readonly TypeScript.Diagnostic[]>();
  private checks = 0;
  private suggestions = 0;

  constructor(
    private readonly ts: TS,
    private readonly options: TypeScript.CompilerOptions,
    private readonly files: DeclarationFiles,
  ) {}

  /** Parses and binds the text of a cell. */
  parse(name: string, text: string): BoundFile {
    const { ts, options } = this;
    const file = ts.createSourceFile(
      name,
      text,
      {
        languageVersion: options.target as TypeScript.ScriptTarget,
        // Every cell is a module, as the option moduleDetection says.
        setExternalModuleIndicator: (each) => void ((each as BoundFile).externalModuleIndicator = true),
      },
      true,
    ) as BoundFile;
    Object.assign(file, {
      path: name,
      resolvedPath: name,
      originalFileName: name,
      imports: [],
      moduleAugmentations: augmentations(ts, file),
      ambientModuleNames: [],
    });
    ts.bindSourceFile(file, options);
    return file;
  }

  /** Adds a cell, and all that the cell imports. */
  add(file: BoundFile): void {
    this.cells.set(file.fileName, file);
    if (file.moduleAugmentations.length > 0) {
      this.augmenting.push(file);
      this.checked = undefined;
    }
    for (const module of importedModules(this.ts, file)) this.includeModule(module);
  }

  /** Removes a cell that no other imports. */
  remove(file: BoundFile): void {
    this.cells.delete(file.fileName);
    const at = this.augmenting.indexOf(file);
    if (at < 0) return;
    this.augmenting.splice(at, 1);
    this.checked = undefined;
  }

  /** Removes global augmentations. The cells are kept: types of names in scope may refer to them. */
  forgetGlobals(): void {
    this.augmenting.length = 0;
    this.checked = undefined;
  }

  /** Makes programs include all of the language's library and of Node's types. */
  includeAllDeclarations(): void {
    if (this.files.hasAllDeclarations) return;
    this.files.includeAllDeclarations();
    this.rebuild();
  }

  /** Reads those files of the learner's again that have changed. */
  reloadChangedFiles(): void {
    if (!this.files.hasUserFiles || !this.files.dropChanged()) return;
    this.userDiagnostics.clear();
    this.rebuild();
  }

  /** The program and its checker, made when they are first needed. */
  ensureProgram(): CheckedProgram {
    if (this.checked) return this.checked;
    const { ts, options, files } = this;
    if (!this.base) {
      const rootNames = [...files.rootFiles, ...this.roots];
      this.base = ts.createProgram({ rootNames, options, host: files.host() });
    }
    const { base } = this;
    const program = Object.create(base) as CheckerHost;
    const ofBase = (base as CheckerHost).getResolvedModule.bind(base);
    program.getResolvedModule = (file, name, mode) =>
      this.cells.has(file.fileName) ? this.resolve(name) : ofBase(file, name, mode);
    program.getSourceFile = (name) => this.cells.get(name) ?? base.getSourceFile(name);
    program.getSourceFiles = () => [...base.getSourceFiles(), ...this.augmenting];
    const checker = ts.createTypeChecker(program);
    program.getTypeChecker = () => checker;
    this.checks = this.suggestions = 0;
    return (this.checked = { program, checker });
  }

  /** The diagnostics of a cell, and of files of the learner's that it imports. */
  check(file: BoundFile): TypeScript.Diagnostic[] {
    const { checker } = this.ensureProgram();
    this.checks++;
    const found = [...file.bindDiagnostics, ...checker.getDiagnostics(file)];
    this.suggestions += found.filter(({ code }) => SUGGESTION_CODES.has(code)).length;
    const own = this.files.hasUserFiles ? this.checkUserFiles(file) : [];
    return [...found.filter((diagnostic) => !isSilenced(this.ts, file, diagnostic)), ...own];
  }

  /** The emit resolver of a checked cell, for its translation. */
  resolver(file: BoundFile): EmitResolver {
    return this.ensureProgram().checker.getEmitResolver(file);
  }

  /** Drops a checker that can make no more suggestions. */
  restoreSuggestions(): void {
    if (this.suggestions >= MAX_SUGGESTIONS) this.checked = undefined;
  }

  /** Replaces a checker that has grown too large; to be called while the kernel is idle. */
  replaceIfStale(): void {
    if (this.checks < MAX_CHECKS) return;
    this.checked = undefined;
    this.ensureProgram();
  }

  private rebuild(): void {
    const { ts, options, files } = this;
    this.checked = undefined;
    if (!this.base) return;
    const rootNames = [...files.rootFiles, ...this.roots];
    this.base = ts.createProgram({ rootNames, options, host: files.host(), oldProgram: this.base });
  }

  private resolve(name: string): TypeScript.ResolvedModuleWithFailedLookupLocations {
    if (this.cells.has(name)) {
      const resolvedModule = {
        resolvedFileName: name,
        extension: this.ts.Extension.Ts,
        isExternalLibraryImport: false,
        resolvedUsingTsExtension: false,
      };
      return {
        resolvedModule,
        failedLookupLocations: [],
      } as TypeScript.ResolvedModuleWithFailedLookupLocations;
    }
    return this.files.resolve(name);
  }

  /** Includes a module in the program. */
  private includeModule(module: string): void {
    if (this.cells.has(module)) return;
    const { resolvedModule } = this.files.resolve(module);
    if (!resolvedModule) {
      // It may be a module of Node's, which has no file of its own.
      this.includeAllDeclarations();
      return;
    }
    const { resolvedFileName: name } = resolvedModule;
    if (this.roots.has(name) || this.base?.getSourceFile(name)) return;
    // JavaScript of a package without types is not checked.
    if (isPackageFile(name) && !/\.(?:d\.[mc]?ts|json)$/.test(name)) return;
    this.roots.add(name);
    // Types of packages use Node's.
    this.files.includeAllDeclarations();
    this.rebuild();
  }

  /** The diagnostics of files of the learner's that a cell imports, directly or through others of them. */
  private checkUserFiles(cell: BoundFile): TypeScript.Diagnostic[] {
    const { program, checker } = this.ensureProgram();
    const found: TypeScript.Diagnostic[] = [];
    const fileOf = (name: string | undefined): BoundFile[] => {
      const file =
        name === undefined || isPackageFile(name) || this.cells.has(name)
          ? undefined
          : program.getSourceFile(name);
      return file && /\.[mc]?tsx?$/.test(file.fileName) ? [file as BoundFile] : [];
    };
    const imported = importedModules(this.ts, cell).map(
      (name) => this.files.resolve(name).resolvedModule?.resolvedFileName,
    );
    const reached = new Set(imported.flatMap(fileOf));
    for (const file of reached) {
      let own = this.userDiagnostics.get(file.fileName);
      if (!own) {
        own = [...file.parseDiagnostics, ...file.bindDiagnostics, ...checker.getDiagnostics(file)];
        this.userDiagnostics.set(file.fileName, own);
      }
      found.push(...own);
      for (const specifier of file.imports) {
        const mode = program.getModeForUsageLocation(file, specifier);
        const { resolvedModule } = program.getResolvedModule(file, specifier.text, mode) ?? {};
        for (const each of fileOf(resolvedModule?.resolvedFileName)) reached.add(each);
      }
    }
    return found;
  }
}

/** The module specifiers of a cell, in imports, exports, types and `import()`. */
export function importedModules(ts: TS, file: BoundFile): string[] {
  const names = new Set<string>();
  const visit = (node: TypeScript.Node): void => {
    const specifier = specifierOf(ts, node);
    if (specifier) names.add(specifier.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return [...names];
}

function specifierOf(ts: TS, node: TypeScript.Node): TypeScript.StringLiteralLike | undefined {
  let specifier: TypeScript.Node | undefined;
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) specifier = node.moduleSpecifier;
  else if (ts.isExternalModuleReference(node)) specifier = node.expression;
  else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
    specifier = node.argument.literal;
  else if (
    ts.isCallExpression(node) &&
    (node.expression.kind === ts.SyntaxKind.ImportKeyword ||
      (ts.isIdentifier(node.expression) && node.expression.text === "require"))
  )
    [specifier] = node.arguments;
  return specifier && ts.isStringLiteralLike(specifier) ? specifier : undefined;
}

/** The names of the modules, and `global`, that a cell augments. */
function augmentations(ts: TS, file: TypeScript.SourceFile): TypeScript.Node[] {
  return file.statements.flatMap((statement) =>
    ts.isModuleDeclaration(statement) &&
    (ts.isStringLiteral(statement.name) || statement.flags & ts.NodeFlags.GlobalAugmentation)
      ? [statement.name]
      : [],
  );
}

/** True after a line with `@ts-ignore` or `@ts-expect-error`, and in a cell with `@ts-nocheck`. */
function isSilenced(ts: TS, file: BoundFile, diagnostic: TypeScript.Diagnostic): boolean {
  // An import of a package without types, which is `any`.
  if (diagnostic.code === 7016) return true;
  if (/^\s*\/\/\s*@ts-nocheck\b/.test(file.text)) return true;
  if (!file.commentDirectives || diagnostic.start === undefined) return false;
  const line = (position: number): number => ts.getLineAndCharacterOfPosition(file, position).line;
  const at = line(diagnostic.start);
  return file.commentDirectives.some(({ range }) => line(range.end) + 1 === at);
}
