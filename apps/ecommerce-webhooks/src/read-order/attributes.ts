/** A field that a shop has added to its orders: Shopify's note attributes, WooCommerce's meta data. */
export interface Attribute {
  readonly name: string;
  readonly value: unknown;
}

/** The first of these names that has a value, with its place in the list. */
export function firstOf(
  attributes: readonly Attribute[],
  names: readonly string[],
): { readonly text: string; readonly index: number } | undefined {
  for (const name of names) {
    const index = attributes.findIndex((each) => each.name === name && textOf(each.value) !== '');
    if (index >= 0) return { text: textOf(attributes[index]?.value), index };
  }
  return undefined;
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}
