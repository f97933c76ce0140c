import { useQuery } from '@tanstack/react-query';
import type { QuarantinedItem } from '../../../src/ask-services/service-views';
import { formatAge, formatTime } from '../format';
import { ActButton } from '../parts/acts';
import type { Column } from '../parts/data-table';
import { type ServiceItem, ServiceItems } from '../parts/service-items';
import { useNow } from '../parts/use-now';
import { quarantineQuery } from '../queries';
import { generalWords } from '../words/general';
import { quarantineWords } from '../words/quarantine';
import { servicesWords } from '../words/services';

/** What senders have sent that could not become an order. */
export function QuarantinePage() {
  const query = useQuery(quarantineQuery);
  const now = useNow();
  return <ServiceItems {...quarantineWords} query={query} columns={columns(now)} />;
}

type Item = ServiceItem<QuarantinedItem>;

const columns = (now: number): readonly [Column<Item>, ...Column<Item>[]] => [
  {
    name: quarantineWords.what,
    cell: ({ sender, what, reference }) => (
      <>
        {sender} · {what}
        {reference !== null && <span className="under">{reference}</span>}
      </>
    ),
  },
  { name: servicesWords.service, cell: ({ service }) => service },
  {
    name: quarantineWords.why,
    cell: ({ findings }) => (
      <ul className="findings">
        {findings.map(({ field, code, detail }, index) => (
          <li key={index}>
            {field !== '' && <code>{field}</code>} {detail ?? code}
          </li>
        ))}
      </ul>
    ),
  },
  {
    name: quarantineWords.since,
    numeric: true,
    cell: ({ since }) => (
      <time dateTime={since} title={formatTime(since)}>
        {generalWords.ago(formatAge(since, now))}
      </time>
    ),
  },
  {
    name: servicesWords.next,
    cell: ({ id, service, sender, what, reference }) => {
      const about = [sender, what, reference].filter(Boolean).join(' · ');
      return (
        <span className="acts">
          <ActButton request={{ act: 'release', service, id }} about={about} second />
          <ActButton request={{ act: 'discard_quarantined', service, id }} about={about} second />
        </span>
      );
    },
  },
];
