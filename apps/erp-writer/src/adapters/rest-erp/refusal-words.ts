/** Fields of our documents that name things and never a person. */
const NAMES_OF_THINGS: ReadonlySet<string> = new Set(['articleId', 'orderNumber', 'erpOrderNumber', 'invoiceNumber']);
const MOST_NAMED = 10;

/**
 * What is told of a refusal beside its code: which things of the document the ERP's words name.
 *
 * The words themselves may name the customer, or whoever else the ERP knows, in any spelling: none of them goes further.
 */
export function refusalWords(told: string, document: unknown): string {
  const words = new Set(told.split(/[\s,;:"'()]+/).map((word) => word.replace(/\.+$/, '')));
  const named = [...new Set(thingsIn(document))].filter((one) => words.has(one)).slice(0, MOST_NAMED);
  return named.length === 0 ? 'The ERP refuses it.' : `The ERP refuses it and names ${named.join(', ')}.`;
}

function thingsIn(value: unknown, field = ''): string[] {
  if (typeof value === 'string') return NAMES_OF_THINGS.has(field) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => thingsIn(inner, name));
}
