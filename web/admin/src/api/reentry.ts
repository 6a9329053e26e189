/**
 * A session can end while somebody types. The calls that were refused because of that wait here until the person has signed in again, over
 * the page, and are then sent once more: nothing is lost.
 */
type Listener = () => void;

const listeners = new Set<Listener>();
let waiting: { done: Promise<void>; settle: () => void } | undefined;

function tell(): void {
  for (const listener of listeners) listener();
}

/** signedInAgain asks the person to sign in, and waits until they have. */
export function signedInAgain(): Promise<void> {
  if (!waiting) {
    let settle = (): void => undefined;
    const done = new Promise<void>((resolve) => {
      settle = resolve;
    });
    waiting = { done, settle };
    tell();
  }
  return waiting.done;
}

/** reentry is what the dialogue follows. */
export const reentry = {
  subscribe(listener: Listener): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  isAsked: (): boolean => waiting !== undefined,
  /** done lets all calls that wait go on. */
  done(): void {
    const ended = waiting;
    waiting = undefined;
    ended?.settle();
    tell();
  },
};
