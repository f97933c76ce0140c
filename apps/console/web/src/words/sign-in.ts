export const signInWords = {
  title: 'Sign in',
  lead: 'What happened to every receipt, order and invoice.',
  key: 'Operator key',
  help: 'Kept in this tab alone, and forgotten when it is closed.',
  submit: 'Sign in',
  checking: 'Checking …',
  wrong: 'This key is not valid. Check it and try again.',
  unreachable: 'The console does not answer. Try again in a moment.',
} as const;
