import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { BlockedStatement, GappedStatement, ServiceList } from '../../../src/ask-services/service-views';
import { formatDay } from '../format';
import { gapsQuery, statementsQuery } from '../queries';
import { servicesWords } from '../words/services';
import { undecidedWords } from '../words/undecided';
import { ActButton } from './acts';
import { type Column, DataTable } from './data-table';
import { Answered } from './notices';
import { FromServices, someSilent } from './service-items';

/** The statements that book nothing until a person releases them, where there are any or nobody could say. */
export function BlockedStatements() {
  const query = useQuery(statementsQuery);
  const { statements: title, statementsMeaning: meaning } = undecidedWords;
  return <Statements id="statements" {...{ title, meaning, query, columns: blockedColumns }} />;
}

/** The statements that do not go on where the one before them ended, where there are any or nobody could say. */
export function GappedStatements() {
  const query = useQuery(gapsQuery);
  const { gaps: title, gapsMeaning: meaning } = undecidedWords;
  return <Statements id="gaps" {...{ title, meaning, query, columns: gapColumns }} />;
}

type Statement = Pick<BlockedStatement & GappedStatement, 'id' | 'statementId' | 'date' | 'account'>;

interface StatementsProps<T extends Statement> {
  /** Of the heading, unique on the page. */
  readonly id: string;
  readonly title: string;
  readonly meaning: string;
  readonly query: UseQueryResult<ServiceList<T>>;
  /** What is told of each beside which statement it is. */
  readonly columns: readonly Column<T>[];
}

function Statements<T extends Statement>({ id, title, meaning, query, columns }: StatementsProps<T>) {
  return (
    <Answered query={query}>
      {({ services }) => {
        const statements = services.flatMap(({ items }) => items);
        if (statements.length === 0 && !someSilent(services)) return null;
        const shown = [whichStatement, ofAccount, ...columns] as const;
        return (
          <section aria-labelledby={id} className="further">
            <h2 id={id}>{title}</h2>
            <p className="quiet">{meaning}</p>
            <FromServices services={services}>
              <DataTable caption={title} columns={shown} items={statements} keyOf={(one) => one.id} />
            </FromServices>
          </section>
        );
      }}
    </Answered>
  );
}

const whichStatement: Column<Statement> = {
  name: undecidedWords.statement,
  cell: ({ statementId, date }) => (
    <>
      {statementId}
      <span className="under">{formatDay(date)}</span>
    </>
  ),
};

const ofAccount: Column<Statement> = { name: undecidedWords.account, cell: ({ account }) => account };

const blockedColumns: readonly Column<BlockedStatement>[] = [
  {
    name: undecidedWords.found,
    cell: ({ findings }) => (
      <ul className="findings">
        {findings.map(({ code, detail }, index) => (
          <li key={index}>{detail ?? code}</li>
        ))}
      </ul>
    ),
  },
  {
    name: servicesWords.next,
    cell: ({ id, statementId, date }) => (
      <ActButton request={{ act: 'release_statement', id }} about={`${statementId} · ${formatDay(date)}`} second />
    ),
  },
];

const gapColumns: readonly Column<GappedStatement>[] = [
  { name: undecidedWords.ended, numeric: true, cell: ({ expected }) => expected },
  { name: undecidedWords.begins, numeric: true, cell: ({ actual }) => actual },
  {
    name: servicesWords.next,
    cell: ({ id, statementId, date, expected, actual }) => (
      <ActButton request={{ act: 'close_gap', id, seen: { expected, actual } }} about={`${statementId} · ${formatDay(date)}`} second />
    ),
  },
];
