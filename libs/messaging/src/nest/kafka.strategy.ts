import { Injectable } from '@nestjs/common';
import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import type { Catalogue } from '@kervan/contracts';
import { isObservable, lastValueFrom } from 'rxjs';
import { type Handler, Handlers, type Subscription } from '../consumer/handlers.js';
import { type HandlerMarks, MESSAGING_TRANSPORT } from './consumes.decorator.js';

/**
 * Where Nest binds the handlers that `@Consumes` marks, so that they are controllers with injection, guards,
 * interceptors and pipes like all others.
 *
 * It only collects them: consuming itself is started and stopped by the Lifecycle.
 */
@Injectable()
export class KafkaStrategy extends Server implements CustomTransportStrategy {
  override readonly transportId = MESSAGING_TRANSPORT;
  override readonly propagatesEventHandlerErrors = true;

  /** Nothing is connected here; the handlers are bound when this is called. */
  listen(callback: () => void): void {
    callback();
  }

  close(): void {
    this.messageHandlers.clear();
  }

  on(): never {
    throw new Error('consumption has no events to listen to: use health and metrics');
  }

  unwrap(): never {
    throw new Error('there is no client of a broker behind this strategy');
  }

  /**
   * The handlers that were bound.
   *
   * @throws when a record has two handlers, or is not in the catalogue.
   */
  handlers(catalogue: Catalogue): Handlers {
    return new Handlers([...this.messageHandlers].flatMap(([name, bound]) => subscriptionsOf(catalogue, name, bound)));
  }
}

function subscriptionsOf(catalogue: Catalogue, name: string, bound: MessageHandler): Subscription[] {
  const record = catalogue.record(name);
  const marks = bound.extras as HandlerMarks | undefined;
  if (!record || !marks) throw new Error(`${name} has a handler and is not in the catalogue`);
  const own: Subscription = { record, handler: handlerOf(bound, marks) };
  const next = bound.next ? subscriptionsOf(catalogue, name, bound.next as MessageHandler) : [];
  return [own, ...next];
}

function handlerOf(bound: MessageHandler, { takes, ...marks }: HandlerMarks): Handler {
  const call = async (data: unknown, context: unknown): Promise<void> => {
    const result: unknown = await bound(data, context);
    if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
  };
  return takes === 'one' ? { takes, ...marks, handle: call } : { takes, ...marks, handleAll: call };
}
