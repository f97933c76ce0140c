import type { ReactNode } from 'react';

/** One column of a table: what it is called, and what of an item it shows. */
export interface Column<Item> {
  readonly name: string;
  readonly cell: (item: Item) => ReactNode;
  /** Numbers stand at the right. */
  readonly numeric?: boolean;
}

interface DataTableProps<Item> {
  readonly caption: string;
  /** The first one names the item. */
  readonly columns: readonly [Column<Item>, ...Column<Item>[]];
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string;
  /** What its sheet knows it by, where its cards have a form of their own. */
  readonly className?: string;
}

/**
 * Items as a table; on a narrow screen each as a card that names its fields.
 *
 * The roles say what the elements are anyway: some browsers forget it once they are laid out as cards.
 */
export function DataTable<Item>({ caption, columns, items, keyOf, className = '' }: DataTableProps<Item>) {
  return (
    <table className={`data ${className}`.trim()} role="table">
      <caption className="hidden">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map(({ name, numeric }) => (
            <th key={name} scope="col" role="columnheader" className={numeric ? 'numeric' : undefined}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {items.map((item) => (
          <tr key={keyOf(item)} role="row">
            {columns.map(({ name, cell, numeric }, index) =>
              index === 0 ? (
                <th key={name} scope="row" role="rowheader">
                  {cell(item)}
                </th>
              ) : (
                <td key={name} role="cell" data-name={name} className={numeric ? 'numeric' : undefined}>
                  <div>{cell(item)}</div>
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
