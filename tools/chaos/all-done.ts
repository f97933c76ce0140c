/** Resolves once all have come to an end, whatever end. @throws what the first of them failed with, no sooner. */
export async function allDone(parts: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(parts)).find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
}
