/** The service that keeps bank statements and their lines. */
export const BANK = 'bank-reconciler';

/** The service that sees orders through. */
export const ORCHESTRATOR = 'order-orchestrator';
