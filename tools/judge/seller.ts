/** For whom the sandbox's tills, shops and trading partner order: what their keys, and the profiles in `deploy/local`, say. */
export const SELLER = { company: 'AM01', mode: 'live' } as const;
