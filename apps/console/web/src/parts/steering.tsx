import { useQuery } from '@tanstack/react-query';
import type { SagaStanding } from '../../../src/ask-services/saga-views';
import type { DocumentDetails } from '../../../src/views';
import type { ActRequest } from '../api';
import { formatTime } from '../format';
import { sagaQuery } from '../queries';
import { stepName } from '../words/documents';
import { serviceFailures, servicesWords } from '../words/services';
import { steeringWords } from '../words/steering';
import { ActButton } from './acts';
import { amendment, factsOf } from './asked-field';
import { Answered } from './notices';

interface SteeringProps {
  readonly document: DocumentDetails;
}

/**
 * What a person may do about an order, as order-orchestrator says it at this moment: a button for each act that has an
 * effect now, and for no other. An act is meant for the order as it is shown here: where the rest of the page says
 * otherwise, because it has not heard of it yet, that is told.
 */
export function Steering({ document }: SteeringProps) {
  const query = useQuery(sagaQuery(document.orderId));
  return (
    <Answered query={query}>
      {({ service, failure, item }) => {
        if (item) return <Offers document={document} standing={item} />;
        if (failure === null) return null;
        const silence = servicesWords.failure(service, serviceFailures[failure]);
        return <p className="quiet">{steeringWords.unknown(silence)}</p>;
      }}
    </Answered>
  );
}

interface OffersProps extends SteeringProps {
  readonly standing: SagaStanding;
}

function Offers({ document: { orderId, orderNumber, attention }, standing: item }: OffersProps) {
  const offered = offersOf(item, orderId);
  const told = attention?.code ?? null;
  const about = orderNumber ?? orderId;
  const main = item.possible.includes('resume') ? 'resume_order' : item.code === null ? undefined : 'retry_step';
  return (
    <>
      {item.code !== told && <p className="stale">{steeringWords.now(item.code, item.step)}</p>}
      {item.status === 'paused' && item.lastAct && (
        <p>{steeringWords.paused(item.lastAct.by, formatTime(item.lastAct.at), item.lastAct.reason)}</p>
      )}
      {offered.length > 0 && (
        <p className="acts">
          {offered.map((request) => (
            <ActButton
              key={request.act}
              request={request}
              about={request.act === 'skip_step' ? `${about} · ${stepName(item.step)}` : about}
              second={request.act !== main}
              {...asksOf(request, item)}
            />
          ))}
        </p>
      )}
    </>
  );
}

/** What is sent for each act that is possible, with how the order was seen. */
function offersOf({ possible, step, revision, code }: SagaStanding, id: string): ActRequest[] {
  const seen = revision === undefined ? {} : { seen: { revision, ...(code !== null && { code }) } };
  const requests: Readonly<Record<string, ActRequest>> = {
    retry: { act: 'retry_step', id, ...seen },
    amend: { act: 'amend_order', id, ...seen },
    skip: { act: 'skip_step', id, step, ...seen },
    resume: { act: 'resume_order', id },
    pause: { act: 'pause_order', id },
  };
  return Object.entries(requests).flatMap(([act, request]) => (possible.includes(act) ? [request] : []));
}

function asksOf({ act }: ActRequest, standing: SagaStanding) {
  const asks = act === 'amend_order' ? amendment : act === 'skip_step' ? factsOf(standing) : undefined;
  return asks && { asks };
}
