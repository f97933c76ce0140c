import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { DocumentDetails } from '../../../src/views';
import { formatAge, formatAmount, formatTime } from '../format';
import { Answered, Notice } from '../parts/notices';
import { StateMark, TestMark } from '../parts/state-mark';
import { Steering } from '../parts/steering';
import { Timeline } from '../parts/timeline';
import { TraceWay } from '../parts/trace-way';
import { useNow } from '../parts/use-now';
import { usePage } from '../parts/use-page';
import { documentQuery } from '../queries';
import { attentionWords, reasonFor } from '../words/attention';
import { documentWords } from '../words/document';
import { channelName, stepName } from '../words/documents';
import { generalWords } from '../words/general';

/** One order: what it is, what it waits for, and all that happened to it. */
export function DocumentPage() {
  const { orderId } = useParams({ from: '/documents/$orderId' });
  const query = useQuery(documentQuery(orderId));
  const name = query.data?.orderNumber ?? documentWords.noNumber;
  const heading = usePage(name);
  return (
    <article>
      <div className="document-head">
        <h1 ref={heading} tabIndex={-1}>
          {query.data ? name : orderId.slice(0, 8)}
        </h1>
        {query.data && <Standing document={query.data} />}
      </div>
      <Answered
        query={query}
        missing={
          <Notice title={documentWords.missing}>
            <p className="quiet">{documentWords.missingHelp}</p>
          </Notice>
        }
      >
        {(document) => (
          <>
            {document.attention ? <AttentionBanner document={document} /> : <OnItsWay document={document} />}
            <Facts document={document} />
            <Timeline document={document} />
          </>
        )}
      </Answered>
    </article>
  );
}

function Standing({ document: { state, mode, amount, currency } }: { readonly document: DocumentDetails }) {
  return (
    <p className="standing">
      <StateMark state={state} />
      <TestMark mode={mode} />
      {amount !== null && <strong className="amount">{formatAmount(amount, currency)}</strong>}
    </p>
  );
}

function AttentionBanner({ document }: { readonly document: DocumentDetails }) {
  const { attention } = document;
  const now = useNow();
  if (!attention) return null;
  const { why, next } = reasonFor(attention);
  return (
    <section className="banner" aria-labelledby="banner">
      <h2 id="banner">{why}</h2>
      <p className="quiet">
        {attentionWords.standing(formatAge(attention.since, now), stepName(attention.step))}
      </p>
      {attention.detail !== '' && <p className="detail">{attention.detail}</p>}
      <h3>{documentWords.next}</h3>
      <p>{next}</p>
      <Steering document={document} />
    </section>
  );
}

/** What may be done about an order that waits for nobody and has not ended. */
function OnItsWay({ document }: { readonly document: DocumentDetails }) {
  if (document.state === 'completed' || document.state === 'reversed') return null;
  return (
    <section className="steering" aria-label={documentWords.next}>
      <Steering document={document} />
    </section>
  );
}

function Facts({ document }: { readonly document: DocumentDetails }) {
  const { channel, source, company, placedAt, changedAt, erpNumber, invoiceNumber, correlationId, orderId } = document;
  const ended = document.state === 'completed' || document.state === 'reversed';
  const facts = [
    [documentWords.channel, [channelName(channel), source].filter(Boolean).join(' · ')],
    [documentWords.company, company],
    [documentWords.placed, placedAt && <time dateTime={placedAt}>{formatTime(placedAt)}</time>],
    [documentWords.changed, <time dateTime={changedAt}>{formatTime(changedAt)}</time>],
    [documentWords.invoiceNumber, invoiceNumber],
    [documentWords.erpNumber, erpNumber],
    [documentWords.correlationId, <code>{correlationId}</code>],
    [documentWords.orderId, <code>{orderId}</code>],
    [documentWords.acts, <Link to="/audit" search={{ subject: orderId }}>{documentWords.whoDidWhat}</Link>],
    [documentWords.trace, <TraceWay trace={document.trace} orderNumber={document.orderNumber} />],
  ] as const;
  return (
    <section aria-label={documentWords.facts}>
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value || <span className="quiet">{ended ? generalWords.noneNeeded : generalWords.notKnownYet}</span>}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
