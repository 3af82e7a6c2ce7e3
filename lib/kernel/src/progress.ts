/** Keeps the progress bar of TensorFlow.js off the error stream, where it would write an empty line after each epoch. */

/** A progress bar that draws nothing; the line that is printed per epoch is enough. */
class SilentBar {
  tick(): void {}
  terminate(): void {}
}

/** Replaces the bar where a cell has loaded TensorFlow.js for Node. */
export function silenceProgressBar(): void {
  for (const [file, module] of Object.entries(require.cache)) {
    if (!module?.loaded || !/[\\/]tfjs-node[\\/]dist[\\/]callbacks\.js$/.test(file)) continue;
    const { progressBarHelper } = module.exports as { progressBarHelper?: { ProgressBar: unknown } };
    if (progressBarHelper) progressBarHelper.ProgressBar = SilentBar;
  }
}
