/** The service that keeps bank statements and their lines. */
export const BANK = 'bank-reconciler';
