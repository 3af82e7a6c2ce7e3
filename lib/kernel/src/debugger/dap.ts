/** The messages of the Debug Adapter Protocol that Jupyter carries in `debug_request`, `debug_reply` and `debug_event`. */

/** A request of a front end. */
export interface DapRequest {
  type?: "request";
  seq: number;
  command: string;
  arguments?: Record<string, unknown>;
}

/** The answer to a request. */
export interface DapResponse {
  type: "response";
  seq: number;
  request_seq: number;
  success: boolean;
  command: string;
  /** Why it failed. */
  message?: string;
  body?: Record<string, unknown>;
}

/** A message of the kernel that no request asked for. */
export interface DapEvent {
  type: "event";
  seq: number;
  event: string;
  body?: Record<string, unknown>;
}

/** A name and its value; one with a `variablesReference` above 0 can be expanded. */
export interface DapVariable {
  name: string;
  value: string;
  type?: string;
  /** An expression that gives the value, where there is one. */
  evaluateName?: string;
  variablesReference: number;
  indexedVariables?: number;
}
