import { useSyncExternalStore } from 'react';

/**
 * The operator key of this tab. It lives in the tab's session storage alone: it is sent to this console and nowhere
 * else, and is gone when the tab is closed.
 */
const NAME = 'kervan-operator-key';
const PERSON = 'kervan-operator-name';
const listeners = new Set<() => void>();

export function operatorKey(): string | null {
  return sessionStorage.getItem(NAME);
}

export function signIn(key: string): void {
  sessionStorage.setItem(NAME, key);
  tell();
}

export function signOut(): void {
  sessionStorage.removeItem(NAME);
  sessionStorage.removeItem(PERSON);
  tell();
}

/** Who acts in this tab, as they said at their last act; forgotten with the key. */
export function operatorName(): string {
  return sessionStorage.getItem(PERSON) ?? '';
}

export function rememberName(name: string): void {
  sessionStorage.setItem(PERSON, name);
}

/** Takes the key over from an address that ends in `#key=…`, and removes it from the address and the history. */
export function takeKeyFromAddress(): void {
  const key = new URLSearchParams(location.hash.slice(1)).get('key');
  if (key === null) return;
  history.replaceState(history.state, '', location.pathname + location.search);
  if (key !== '') signIn(key);
}

/** The key, as it changes. */
export function useOperatorKey(): string | null {
  return useSyncExternalStore(subscribe, operatorKey);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(): void {
  for (const listener of listeners) listener();
}
