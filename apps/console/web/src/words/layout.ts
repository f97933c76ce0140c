export const product = 'Kervan';

/** What stands around every page. */
export const layoutWords = {
  skipToContent: 'Skip to the content',
  navigation: 'Pages',
  pages: {
    start: 'Overview',
    documents: 'Orders',
    attention: 'Waiting',
    held: 'Held',
    quarantine: 'Quarantine',
    undecided: 'Bank lines',
    systems: 'Systems',
    audit: 'Audit log',
  },
  signOut: 'Sign out',
  titleOf: (page: string) => `${page} · ${product}`,
} as const;
