/** The errors that this package throws on purpose. */

/** Something was asked of a back end that is not TensorFlow's. */
export class BackendError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "BackendError";
  }
}
