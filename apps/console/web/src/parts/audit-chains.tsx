import { useQuery } from '@tanstack/react-query';
import type { AuditVerification } from '../../../src/ask-services/audit-views';
import { formatTime } from '../format';
import { verificationQuery } from '../queries';
import { locale, verificationFailures, words } from '../words';
import { type Column, DataTable } from './data-table';
import { Answered } from './notices';
import { Silent } from './service-items';

type Chain = AuditVerification & { readonly service: string };

/** Whether the audit log of each service is unbroken, as it has found by reading all of it, and when that was. */
export function AuditChains() {
  const query = useQuery(verificationQuery);
  return (
    <section aria-labelledby="chains" className="further">
      <div className="section-head">
        <h2 id="chains">{words.audit.chains}</h2>
        <button type="button" className="second act" disabled={query.isFetching} onClick={() => void query.refetch()}>
          {query.isFetching ? words.loading : words.audit.again}
        </button>
      </div>
      <p className="quiet">{words.audit.chainsMeaning}</p>
      <Answered query={query}>
        {({ services }) => (
          <>
            <p className="quiet">{words.audit.checked(formatTime(new Date(query.dataUpdatedAt).toISOString()))}</p>
            <Silent services={services} failures={verificationFailures} />
            <DataTable
              caption={words.audit.chains}
              columns={columns}
              items={services.flatMap(({ service, item }) => (item ? [{ ...item, service }] : []))}
              keyOf={({ service }) => service}
            />
          </>
        )}
      </Answered>
    </section>
  );
}

const columns: readonly [Column<Chain>, ...Column<Chain>[]] = [
  { name: words.services.service, cell: ({ service }) => service },
  {
    name: words.audit.state,
    cell: ({ intact, breaks }) => (
      <>
        <span className={`state state-${intact ? 'completed' : 'needs_attention'}`}>
          {intact ? words.audit.intact : words.audit.broken}
        </span>
        {breaks.map(({ seq, code }, index) => (
          <span key={index} className="under">
            {words.audit.brokenAt(seq)} <code>{code}</code>
          </span>
        ))}
      </>
    ),
  },
  { name: words.audit.entries, numeric: true, cell: ({ entries }) => entries.toLocaleString(locale) },
  {
    name: words.audit.head,
    cell: ({ head }) =>
      head.seq === '0' ? (
        <span className="none">–</span>
      ) : (
        <code>
          {head.seq}:{head.hash}
        </code>
      ),
  },
];
