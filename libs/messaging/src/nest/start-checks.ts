import { Injectable } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { Catalogue } from '@kervan/contracts';
import type { Handlers } from '../consumer/handlers.js';
import { MESSAGING_TRANSPORT } from './consumes.decorator.js';

type Wrapper = ReturnType<DiscoveryService['getControllers']>[number];

/** Where @nestjs/microservices notes the transport of a handler. */
const TRANSPORT_METADATA = 'microservices:transport';

/** Refuses what would go wrong in silence once messages come. */
@Injectable()
export class StartChecks {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  /**
   * @throws when a handler is request-scoped, since it would be built anew for each message outside its transaction, or
   * is in a class that is no controller, since Nest would never bind it.
   */
  assertHandlersAreBound(): void {
    for (const controller of this.discovery.getControllers()) {
      if (this.consumes(controller) && !controller.isDependencyTreeStatic()) {
        throw new Error(`${controller.name} consumes messages and is request-scoped: make it a singleton`);
      }
    }
    for (const provider of this.discovery.getProviders()) {
      if (this.consumes(provider)) throw new Error(`${provider.name} consumes messages and is not a controller`);
    }
  }

  private consumes({ metatype }: Wrapper): boolean {
    const prototype: unknown = typeof metatype === 'function' ? metatype.prototype : undefined;
    if (typeof prototype !== 'object' || prototype === null) return false;
    return this.scanner.getAllMethodNames(prototype).some((name) => {
      const method: unknown = Object.getOwnPropertyDescriptor(prototype, name)?.value;
      return typeof method === 'function' && Reflect.getMetadata(TRANSPORT_METADATA, method) === MESSAGING_TRANSPORT;
    });
  }
}

/**
 * The topics that a service's handlers need.
 *
 * @throws when the catalogue lets the service consume a record on no topic.
 */
export function consumedTopics(catalogue: Catalogue, handlers: Handlers, service: string): string[] {
  const topics = new Set<string>();
  for (const { record, handler } of handlers.subscriptions) {
    const own = catalogue.topicsOf(record).filter(({ consumers }) => consumers.includes(service));
    if (own.length === 0) {
      throw new Error(`${handler.name} consumes ${record.fullName}, which ${service} may not by the catalogue`);
    }
    for (const { name } of own) topics.add(name);
  }
  return [...topics];
}
