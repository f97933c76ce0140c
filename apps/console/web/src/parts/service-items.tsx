import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ServiceAnswer, ServiceList } from '../../../src/ask-services/service-views';
import { generalWords } from '../words/general';
import { serviceFailures, servicesWords } from '../words/services';
import { type Column, DataTable } from './data-table';
import { Answered, Notice } from './notices';
import { usePage } from './use-page';

/** An item with the service that keeps it. */
export type ServiceItem<Item> = Item & { readonly service: string };

interface ServiceItemsProps<Item> {
  readonly title: string;
  readonly none: string;
  readonly meaning: string;
  readonly next: string;
  readonly query: UseQueryResult<ServiceList<Item>>;
  readonly columns: readonly [Column<ServiceItem<Item>>, ...Column<ServiceItem<Item>>[]];
  /** What stands before the items. */
  readonly children?: ReactNode;
}

/** A page of what the services keep aside: what it means, what to do, who could not be asked, and the items. */
export function ServiceItems<Item extends { readonly id: string }>(props: ServiceItemsProps<Item>) {
  const { title, none, meaning, next, query, columns, children } = props;
  const heading = usePage(title);
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      <dl className="guidance">
        <div>
          <dt>{servicesWords.meaning}</dt>
          <dd>{meaning}</dd>
        </div>
        <div>
          <dt>{servicesWords.next}</dt>
          <dd>{next}</dd>
        </div>
      </dl>
      {children}
      <Answered query={query}>
        {({ services }) => {
          const items = itemsOf(services);
          return (
            <FromServices services={services} none={none}>
              <DataTable caption={title} columns={columns} items={items} keyOf={({ service, id }) => `${service} ${id}`} />
            </FromServices>
          );
        }}
      </Answered>
    </>
  );
}

interface FromServicesProps {
  readonly services: readonly ServiceAnswer<unknown>[];
  /** What is said where there is nothing; where it is left out, nothing is. */
  readonly none?: string;
  /** The items, where there are any. */
  readonly children: ReactNode;
}

/**
 * What the services have told, who could not be asked, and whether there is more. That there is nothing is said only where
 * every service has said so: one that is silent may have something.
 */
export function FromServices({ services, none, children }: FromServicesProps) {
  const isEmpty = services.every(({ items }) => items.length === 0);
  return (
    <>
      <Silent services={services} />
      {!isEmpty && children}
      {isEmpty && none !== undefined && !someSilent(services) && <Notice title={none} />}
      {services.some(({ more }) => more) && <p className="quiet">{generalWords.morePlaces}</p>}
    </>
  );
}

/** All that the services have told, each item with its service. */
export function itemsOf<Item>(services: readonly ServiceAnswer<Item>[]): ServiceItem<Item>[] {
  return services.flatMap(({ service, items }) => items.map((item) => ({ ...item, service })));
}

interface SilentProps {
  readonly services: readonly Pick<ServiceAnswer<unknown>, 'service' | 'failure'>[];
  /** What each failure means here. */
  readonly failures?: typeof serviceFailures;
}

/** Whether there is one that could not be asked. */
export function someSilent(services: SilentProps['services']): boolean {
  return services.some(({ failure }) => failure !== null);
}

/** Which services could not be asked, each with the reason: what they keep is missing here. */
export function Silent({ services, failures = serviceFailures }: SilentProps) {
  const silent = services.flatMap(({ service, failure }) => (failure === null ? [] : [{ service, failure }]));
  if (silent.length === 0) return null;
  return (
    <div className="banner" role="status">
      <p>
        <strong>{servicesWords.failures}</strong>
      </p>
      <ul>
        {silent.map(({ service, failure }) => (
          <li key={service}>{servicesWords.failure(service, failures[failure])}</li>
        ))}
      </ul>
    </div>
  );
}
