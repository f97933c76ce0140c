import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { HeldDetails } from '../../../src/ask-services/held-views';
import { formatClock, formatTime, isId } from '../format';
import { ActButton } from '../parts/acts';
import { HeldContent } from '../parts/held-content';
import { HeldState } from '../parts/held-state';
import { Answered, Notice } from '../parts/notices';
import { OrderLink } from '../parts/order-link';
import { usePage } from '../parts/use-page';
import { heldMessageQuery } from '../queries';
import { auditActs } from '../words/audit';
import { documentWords } from '../words/document';
import { generalWords } from '../words/general';
import { heldWords, recordName } from '../words/held';
import { serviceFailures, servicesWords } from '../words/services';

/** One held message: why it is held, what it holds beside what it came with, and what can be done about it. */
export function HeldMessagePage() {
  const { service, id } = useParams({ from: '/held/$service/$id' });
  const query = useQuery(heldMessageQuery(service, id));
  const message = query.data?.item;
  const name = message ? recordName(message.type) : heldWords.message;
  const heading = usePage(name);
  return (
    <article>
      <div className="document-head">
        <h1 ref={heading} tabIndex={-1}>
          {name}
        </h1>
        {message && <HeldState state={message.state} />}
      </div>
      <p>
        <Link to="/held" search={{}}>
          {heldWords.allOfThem}
        </Link>
      </p>
      <Answered query={query} missing={<Notice title={heldWords.missing} />}>
        {({ failure, item, toldAt }) => {
          const silence = failure && servicesWords.failure(service, serviceFailures[failure]);
          if (!item) return <Notice title={silence ?? heldWords.missing} />;
          return (
            <>
              {silence !== null && (
                <p className="stale" role="status">
                  {silence} {generalWords.notRefreshed(formatClock(toldAt))}
                </p>
              )}
              <Message service={service} message={item} />
            </>
          );
        }}
      </Answered>
    </article>
  );
}

function Message({ service, message }: { readonly service: string; readonly message: HeldDetails }) {
  const isOpen = message.state === 'dead' || message.state === 'waiting';
  return (
    <>
      {isOpen && <Why service={service} message={message} />}
      <Facts service={service} message={message} />
      <HeldContent service={service} message={message} isOpen={isOpen} />
      <WhatWasDone acts={message.acts} />
    </>
  );
}

function Why({ service, message }: { readonly service: string; readonly message: HeldDetails }) {
  const { id, cause, type, key, returns } = message;
  const about = heldWords.about(type, key);
  return (
    <section className="banner" aria-labelledby="why">
      <h2 id="why">{cause ? cause.detail : heldWords.behind}</h2>
      {cause && (
        <p>
          <code>{cause.code}</code>
          {returns > 0 && ` · ${heldWords.returns(returns)}`}
        </p>
      )}
      <p className="acts">
        <ActButton request={{ act: 'redrive', service, id }} about={about} />
        <ActButton request={{ act: 'discard_held', service, id }} about={about} second />
      </p>
    </section>
  );
}

function Facts({ service, message }: { readonly service: string; readonly message: HeldDetails }) {
  const { topic, partition, offset, key, correlationId, attempts, firstCause, state } = message;
  const { heldAt, dueAt, resolvedAt } = message;
  const at = (instant: string) => <time dateTime={instant}>{formatTime(instant)}</time>;
  const rows = [
    [servicesWords.service, service],
    [heldWords.came, heldWords.place(topic, partition, offset)],
    [heldWords.order, key !== null && isId(key) ? <OrderLink orderId={key}>{key}</OrderLink> : key],
    [heldWords.since, at(heldAt)],
    [heldWords.tries, attempts > 0 && heldWords.attempts(attempts)],
    [heldWords.firstCause, firstCause && `${firstCause.code}, ${formatTime(firstCause.at)}`],
    [heldWords.due, state === 'waiting' && at(dueAt)],
    [heldWords.resolved, resolvedAt !== null && at(resolvedAt)],
    [documentWords.correlationId, <code>{correlationId}</code>],
  ] as const;
  return (
    <section aria-label={documentWords.facts}>
      <dl className="facts">
        {rows.map(([name, value]) => value && (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** What persons did about it, the first first. */
function WhatWasDone({ acts }: Pick<HeldDetails, 'acts'>) {
  if (acts.length === 0) return null;
  return (
    <section aria-labelledby="acts" className="further">
      <h2 id="acts">{heldWords.acts}</h2>
      <ul className="hits">
        {acts.map(({ act, by, reason, at }, index) => (
          <li key={index}>
            <strong>{auditActs[act] ?? act}</strong> {heldWords.actedBy(by, formatTime(at))}
            {reason !== null && <p className="quiet">{reason}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}
