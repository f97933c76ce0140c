/**
 * Injection token of a `CustomTransportStrategy` that a module provides, at most one a service.
 *
 * The host connects it: its `listen` is called, with every message handler bound, before the Lifecycle starts.
 */
export const TRANSPORT_STRATEGY = Symbol('TransportStrategy');
