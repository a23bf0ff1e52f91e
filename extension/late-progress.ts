import { ProgressLocation, window } from "vscode";

const patienceMs = 500;

/**
 * Runs a task; when it takes longer than half a second, a notification shows how far it is, and can cancel it.
 *
 * @param task rejects by itself once `signal` is aborted; `report` replaces the notification's text
 */
export async function withLateProgress<T>(
  title: string,
  task: (signal: AbortSignal, report: (text: string) => void) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  let text = "";
  let show: (text: string) => void = () => undefined;
  const work = task(abort.signal, (next) => {
    text = next;
    show(next);
  });
  const timer = setTimeout(() => {
    void window.withProgress(
      { location: ProgressLocation.Notification, title, cancellable: true },
      async (bar, token) => {
        token.onCancellationRequested(() => abort.abort());
        show = (message) => bar.report({ message });
        if (text !== "") show(text);
        // Whoever called hears of a failure.
        await work.catch(() => undefined);
      },
    );
  }, patienceMs);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}
