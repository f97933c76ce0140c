const decoder = new TextDecoder('utf-8', { fatal: true });

/** The bytes as text, or `undefined` when they are not UTF-8, or say that they are something else. */
export function readText(bytes: Buffer, contentType: string): string | undefined {
  const charset = /;\s*charset="?([^";\s]+)/i.exec(contentType)?.[1];
  if (charset !== undefined && !/^(utf-?8|us-ascii)$/i.test(charset)) return undefined;
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}
