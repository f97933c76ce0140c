import avro from 'avsc';

const { types } = avro;

/** The types that a union admits; the type itself where it is none. */
export const branchesOf = (type: avro.Type): readonly avro.Type[] =>
  type instanceof types.UnwrappedUnionType || type instanceof types.WrappedUnionType ? type.types : [type];

/** A type in words: `null or string`, `array of kervan.sales.OrderLine`, `date (int)`. */
export function nameOf(type: avro.Type): string {
  if (type.name !== undefined) return type.name;
  if (type instanceof types.ArrayType) return `array of ${nameOf(type.itemsType)}`;
  if (type instanceof types.MapType) return `map of ${nameOf(type.valuesType)}`;
  if (type instanceof types.LogicalType) {
    return `${type.typeName.slice('logical:'.length)} (${nameOf(type.underlyingType)})`;
  }
  const branches = branchesOf(type);
  return branches.length > 1 ? branches.map(nameOf).join(' or ') : type.typeName;
}
