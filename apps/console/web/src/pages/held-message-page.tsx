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
import { auditActs, recordName, serviceFailures, words } from '../words';

/** One held message: why it is held, what it holds beside what it came with, and what can be done about it. */
export function HeldMessagePage() {
  const { service, id } = useParams({ from: '/held/$service/$id' });
  const query = useQuery(heldMessageQuery(service, id));
  const message = query.data?.item;
  const name = message ? recordName(message.type) : words.held.message;
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
          {words.held.allOfThem}
        </Link>
      </p>
      <Answered query={query} missing={<Notice title={words.held.missing} />}>
        {({ failure, item, toldAt }) => {
          const silence = failure && words.services.failure(service, serviceFailures[failure]);
          if (!item) return <Notice title={silence ?? words.held.missing} />;
          return (
            <>
              {silence !== null && (
                <p className="stale" role="status">
                  {silence} {words.notRefreshed(formatClock(toldAt))}
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
  const about = words.held.about(type, key);
  return (
    <section className="banner" aria-labelledby="why">
      <h2 id="why">{cause ? cause.detail : words.held.behind}</h2>
      {cause && (
        <p>
          <code>{cause.code}</code>
          {returns > 0 && ` · ${words.held.returns(returns)}`}
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
    [words.services.service, service],
    [words.held.came, words.held.place(topic, partition, offset)],
    [words.held.order, key !== null && isId(key) ? <OrderLink orderId={key}>{key}</OrderLink> : key],
    [words.held.since, at(heldAt)],
    [words.held.tries, attempts > 0 && words.held.attempts(attempts)],
    [words.held.firstCause, firstCause && `${firstCause.code}, ${formatTime(firstCause.at)}`],
    [words.held.due, state === 'waiting' && at(dueAt)],
    [words.held.resolved, resolvedAt !== null && at(resolvedAt)],
    [words.document.correlationId, <code>{correlationId}</code>],
  ] as const;
  return (
    <section aria-label={words.document.facts}>
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
      <h2 id="acts">{words.held.acts}</h2>
      <ul className="hits">
        {acts.map(({ act, by, reason, at }, index) => (
          <li key={index}>
            <strong>{auditActs[act] ?? act}</strong> {words.held.actedBy(by, formatTime(at))}
            {reason !== null && <p className="quiet">{reason}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}
