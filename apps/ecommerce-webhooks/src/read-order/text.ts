const LONGEST = 200;

/** Words for people, as documents can carry them: no control characters, no doubled spaces, at most 200 characters. */
export function plainText(text: string | null | undefined): string {
  const words = (text ?? '')
    .replaceAll(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return [...words].slice(0, LONGEST).join('').trim();
}

/** The same, or null where nothing is left. */
export function textOrNull(text: string | null | undefined): string | null {
  return plainText(text) || null;
}
