/** The name of the file that holds an answer: it follows from the interchange, so that writing it again is harmless. */
export function contrlFileName(theirReference: string, ourReference: string): string {
  const theirs = theirReference.replace(/[^A-Za-z0-9]/g, '_').slice(0, 14);
  return `contrl-${theirs}-${ourReference}.edi`;
}
