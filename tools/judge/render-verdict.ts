import { type Row, type Spread } from './rows.js';
import { type Verdict } from './judge.js';

const HEADINGS = [
  'input',
  'sent',
  'accepted',
  'refused',
  'ERP orders',
  'invoices',
  'completed',
  'reversed',
  'waiting for a person',
  'waiting for money',
  'to ERP median/P95',
  'to completion median/P95',
];

/** The verdict for people: a table by kind of input, then one line for each note and each finding. */
export function renderVerdict({ rows, notes, findings, ok }: Verdict): string {
  const cells = [HEADINGS, ...rows.map(cellsOf)];
  const widths = HEADINGS.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
  const told = findings.map(({ invariant, code, subject, detail }) => {
    return `FINDING ${invariant} ${code}: ${subject}: ${detail}`;
  });
  const count = findings.length === 1 ? '1 finding.' : `${findings.length} findings.`;
  const paragraphs = [lines, notes, told, [ok ? 'Every order is where it should be.' : count]];
  return paragraphs.flatMap((paragraph) => (paragraph.length > 0 ? ['', ...paragraph] : [])).join('\n').trimStart();
}

function cellsOf(row: Row): string[] {
  const counts = [
    row.sent,
    row.accepted,
    row.refused,
    row.erpDocuments,
    row.invoices,
    row.completed,
    row.reversed,
    row.waiting,
    row.unpaid,
  ];
  return [row.kind, ...counts.map(String), spread(row.toErpMs), spread(row.toCompletionMs)];
}

function spread({ median, p95 }: Spread): string {
  return median === undefined || p95 === undefined ? '-' : `${median} / ${p95} ms`;
}
