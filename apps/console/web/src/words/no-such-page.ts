export const noSuchPageWords = {
  title: 'There is no page at this address',
  help: 'Check the address, or search for the number that you have.',
  back: 'Back to the overview',
} as const;
