/** What several pages say. */
export const generalWords = {
  notKnownYet: 'not known yet',
  noneNeeded: 'none',
  testMark: 'Test',
  testMeaning: 'Not real business: goes to test systems only',
  unknownService: 'unknown service',
  loading: 'Loading …',
  somethingFailed: 'This could not be loaded.',
  failedWith: (correlationId: string) => `If it stays, give support this id: ${correlationId}`,
  tryAgain: 'Try again',
  notRefreshed: (time: string) => `Not refreshed since ${time}; trying again.`,
  more: 'Show more',
  morePlaces: 'There are more than are shown here.',
  incomplete: 'What is shown here is not complete: the console itself does not take in what happens to orders for now.',
  ago: (span: string) => `${span} ago`,
  forSpan: (span: string) => `for ${span}`,
} as const;
