/** The packages that JupyterLab shares with its extensions, and the place where it finds theirs. */

/** The packages of the page: by name, then version. */
export type SharedScope = Readonly<
  Record<string, Readonly<Record<string, { get(): Promise<() => unknown> }>> | undefined>
>;

/** An extension's container, as module federation defines it. */
export interface ExtensionContainer {
  init(scope: SharedScope): void;
  get(module: string): Promise<() => unknown>;
}

declare global {
  interface Window {
    _JUPYTERLAB?: Record<string, ExtensionContainer>;
  }
}

/**
 * Takes a package that the page shares.
 *
 * @param scope - What the page shares.
 * @param name - The package's name.
 * @returns Its exports; what they are, the caller knows.
 * @throws Error when the page does not share it.
 */
export async function sharedPackage(scope: SharedScope, name: string): Promise<unknown> {
  const [version] = Object.values(scope[name] ?? {});
  if (!version) throw new Error(`${EXTENSION_NAME}: the page shares no ${name}`);
  return (await version.get())();
}

/**
 * Registers an extension with JupyterLab, which asks for its modules by name.
 *
 * @param modules - Makes a module's default export of what the page shares.
 */
export function registerExtension(
  modules: Readonly<Record<string, (scope: SharedScope) => Promise<unknown>>>,
): void {
  let scope: SharedScope = {};
  window._JUPYTERLAB ??= {};
  window._JUPYTERLAB[EXTENSION_NAME] = {
    init: (shared) => {
      scope = shared;
    },
    get: async (module) => {
      const make = modules[module];
      if (!make) throw new Error(`${EXTENSION_NAME} has no module ${module}`);
      const extension = await make(scope);
      return () => ({ default: extension, __esModule: true });
    },
  };
}
