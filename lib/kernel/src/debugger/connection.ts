/** The inspector of the main thread, as promises: works from the wire thread while the main thread is paused. */
import { Session, type Debugger } from "node:inspector";

/** What the main thread reports. */
export interface InspectorEvents {
  paused(event: Debugger.PausedEventDataType): void;
  resumed(): void;
  parsed(event: Debugger.ScriptParsedEventDataType): void;
  resolved(event: Debugger.BreakpointResolvedEventDataType): void;
}

/** One connection to the main thread's inspector. */
export class Connection {
  private readonly session = new Session();
  private open = true;

  constructor(events: InspectorEvents) {
    this.session.connectToMainThread();
    this.session.on("Debugger.paused", ({ params }) => events.paused(params));
    this.session.on("Debugger.resumed", () => events.resumed());
    this.session.on("Debugger.scriptParsed", ({ params }) => events.parsed(params));
    this.session.on("Debugger.breakpointResolved", ({ params }) => events.resolved(params));
  }

  /**
   * Sends one command.
   *
   * @throws Error when the inspector refuses it.
   */
  post<T = Record<string, never>>(method: string, parameters: object = {}): Promise<T> {
    return new Promise((resolve, reject) => {
      this.session.post(method, parameters, (error, answer) => {
        if (error) reject(new Error(error.message));
        else resolve(answer as T);
      });
    });
  }

  /** Ends the connection; the main thread goes on if it was paused. */
  async close(): Promise<void> {
    if (!this.open) return;
    this.open = false;
    await this.post("Debugger.disable");
    this.session.disconnect();
  }
}
