/** What sources.ts sets when it bundles the script. */

/** The extension's name, under which JupyterLab looks for it. */
declare const EXTENSION_NAME: string;
/** The name of plotly's file beside the script. */
declare const PLOTLY_FILE: string;
