import { useQuery } from '@tanstack/react-query';
import type { AuditVerification } from '../../../src/ask-services/audit-views';
import { formatTime } from '../format';
import { verificationQuery } from '../queries';
import { auditWords } from '../words/audit';
import { generalWords } from '../words/general';
import { locale } from '../words/language';
import { servicesWords, verificationFailures } from '../words/services';
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
        <h2 id="chains">{auditWords.chains}</h2>
        <button type="button" className="second act" disabled={query.isFetching} onClick={() => void query.refetch()}>
          {query.isFetching ? generalWords.loading : auditWords.again}
        </button>
      </div>
      <p className="quiet">{auditWords.chainsMeaning}</p>
      <Answered query={query}>
        {({ services }) => (
          <>
            <p className="quiet">{auditWords.checked(formatTime(new Date(query.dataUpdatedAt).toISOString()))}</p>
            <Silent services={services} failures={verificationFailures} />
            <DataTable
              caption={auditWords.chains}
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
  { name: servicesWords.service, cell: ({ service }) => service },
  {
    name: auditWords.state,
    cell: ({ intact, breaks }) => (
      <>
        <span className={`state state-${intact ? 'completed' : 'needs_attention'}`}>
          {intact ? auditWords.intact : auditWords.broken}
        </span>
        {breaks.map(({ seq, code }, index) => (
          <span key={index} className="under">
            {auditWords.brokenAt(seq)} <code>{code}</code>
          </span>
        ))}
      </>
    ),
  },
  { name: auditWords.entries, numeric: true, cell: ({ entries }) => entries.toLocaleString(locale) },
  {
    name: auditWords.head,
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
