import { MASKED } from '@kervan/contracts';

/** A copy of the value in which what stands at the paths (`customer.taxId`, `items.*.name`) is replaced. */
export function maskPaths(value: unknown, paths: readonly string[]): unknown {
  return paths.map((path) => path.split('.')).reduce(maskPath, value);
}

/** A copy of the value in which everything is replaced but what stands at the paths, which lead to single values. */
export function maskAllBut(value: unknown, paths: readonly string[]): unknown {
  return maskBeside(value, paths.map((path) => path.split('.')));
}

function maskBeside(value: unknown, shown: readonly (readonly string[])[]): unknown {
  if (value === null || value === undefined) return value;
  if (typeof value !== 'object') return shown.some(({ length }) => length === 0) ? value : MASKED;
  const within = (name: string): (readonly string[])[] =>
    shown.filter(([head]) => head === '*' || head === name).map(([, ...rest]) => rest);
  if (Array.isArray(value)) return value.map((item, index) => maskBeside(item, within(String(index))));
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, maskBeside(inner, within(name))]));
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
