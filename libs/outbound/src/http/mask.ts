import { MASKED } from '@kervan/contracts';

/** A copy of the value in which what stands at the paths (`customer.taxId`, `items.*.name`) is replaced. */
export function maskPaths(value: unknown, paths: readonly string[]): unknown {
  return paths.map((path) => path.split('.')).reduce(maskPath, value);
}

function maskPath(value: unknown, [head, ...rest]: readonly string[]): unknown {
  if (head === undefined) return value === null || value === undefined ? value : MASKED;
  if (Array.isArray(value)) {
    return value.map((item, index) => (head === '*' || head === String(index) ? maskPath(item, rest) : item));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, head === '*' || head === name ? maskPath(inner, rest) : inner]),
  );
}
