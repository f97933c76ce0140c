/** Injection token of the {@link ServiceConfig} that the service was started with. */
export const SERVICE_CONFIG = Symbol('ServiceConfig');
