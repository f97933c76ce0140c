import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useId } from 'react';
import type { AuditEntry } from '../../../src/ask-services/audit-views';
import { formatTime } from '../format';
import { AuditChains } from '../parts/audit-chains';
import { type Column, DataTable } from '../parts/data-table';
import { Answered } from '../parts/notices';
import { OrderLink } from '../parts/order-link';
import { FromServices, itemsOf, type ServiceItem } from '../parts/service-items';
import { usePage } from '../parts/use-page';
import { type AuditFilter, auditQuery, heldCausesQuery } from '../queries';
import { auditActs, auditSubject, auditWords } from '../words/audit';
import { servicesWords } from '../words/services';

/** What persons did, over all services, and whether anybody has changed the record of it. */
export function AuditPage() {
  const filter = useSearch({ from: '/audit' });
  const query = useQuery(auditQuery(filter));
  const heading = usePage(auditWords.title);
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {auditWords.title}
      </h1>
      <p className="quiet">{auditWords.lead}</p>
      <Filter key={JSON.stringify(filter)} filter={filter} />
      <Answered query={query}>
        {({ services }) => {
          const entries = itemsOf(services).sort((one, other) => other.at.localeCompare(one.at));
          return (
            <FromServices services={services} none={auditWords.none}>
              <DataTable
                caption={auditWords.title}
                columns={columns}
                items={entries}
                keyOf={({ service, seq }) => `${service} ${seq}`}
              />
            </FromServices>
          );
        }}
      </Answered>
      <AuditChains />
    </>
  );
}

type Entry = ServiceItem<AuditEntry>;

const columns: readonly [Column<Entry>, ...Column<Entry>[]] = [
  {
    name: auditWords.act,
    cell: (entry) => (
      <>
        {auditActs[entry.act] ?? entry.act}
        <span className="under">
          <Subject entry={entry} />
        </span>
      </>
    ),
  },
  { name: auditWords.who, cell: ({ by }) => by },
  {
    name: auditWords.why,
    cell: ({ reason, detail }) => (
      <>
        {reason ?? <span className="quiet">{auditWords.nothingSaid}</span>}
        {Object.entries(detail ?? {}).map(([name, value]) => (
          <span key={name} className="under">
            {name}: <code>{typeof value === 'string' ? value : JSON.stringify(value)}</code>
          </span>
        ))}
      </>
    ),
  },
  { name: servicesWords.service, cell: ({ service }) => service },
  {
    name: auditWords.when,
    numeric: true,
    cell: ({ at, seq }) => (
      <>
        <time dateTime={at}>{formatTime(at)}</time>
        <span className="under">{auditWords.entry(seq)}</span>
      </>
    ),
  },
];

/** What was acted upon, with the way to it where there is a page of it. */
function Subject({ entry: { subject, service } }: { readonly entry: Entry }) {
  const { kind, id } = subject;
  if (kind === 'order') {
    return (
      <>
        {auditSubject(kind)} <OrderLink orderId={id}>{id}</OrderLink>
      </>
    );
  }
  if (kind === 'held-message') {
    return (
      <>
        {auditSubject(kind)}{' '}
        <Link to="/held/$service/$id" params={{ service, id }}>
          {id}
        </Link>
      </>
    );
  }
  return (
    <>
      {auditSubject(kind)} {id}
    </>
  );
}

/** Which acts are shown: what is asked for stands in the address. */
function Filter({ filter }: { readonly filter: AuditFilter }) {
  const navigate = useNavigate();
  const known = useQuery(heldCausesQuery).data?.services.map(({ service }) => service) ?? [];
  async function show(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const names = ['subject', 'by', 'service', 'from', 'to'];
    const typed = names.map((name) => [name, String(form.get(name)).trim()] as const);
    await navigate({ to: '/audit', search: Object.fromEntries(typed.filter(([, value]) => value !== '')) });
  }
  return (
    <form className="audit-filter" role="search" aria-label={auditWords.filter} onSubmit={(event) => void show(event)}>
      <Field name="subject" label={auditWords.subject} value={filter.subject} />
      <Field name="by" label={auditWords.by} value={filter.by} />
      <label>
        {servicesWords.service}
        <select name="service" defaultValue={filter.service ?? ''} key={known.join()}>
          <option value="">{auditWords.anyService}</option>
          {known.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <Field name="from" label={auditWords.from} value={filter.from} type="date" />
      <Field name="to" label={auditWords.to} value={filter.to} type="date" />
      <p className="acts">
        <button type="submit">{auditWords.submit}</button>
        {Object.keys(filter).length > 0 && (
          <Link to="/audit" search={{}}>
            {auditWords.all}
          </Link>
        )}
      </p>
    </form>
  );
}

interface FieldProps {
  readonly name: keyof AuditFilter;
  readonly label: string;
  readonly value: string | undefined;
  readonly type?: 'date';
}

function Field({ name, label, value, type }: FieldProps) {
  const id = useId();
  return (
    <label htmlFor={id}>
      {label}
      <input id={id} name={name} type={type ?? 'text'} defaultValue={value ?? ''} maxLength={200} autoComplete="off" />
    </label>
  );
}
