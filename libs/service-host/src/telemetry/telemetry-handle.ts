/** What the rest of a service sees of the telemetry that was started before it. */
export interface Telemetry {
  /** All metrics in Prometheus text format. */
  metrics(): Promise<string>;
  /** Hands on what is buffered, within 5 s, then ends. */
  shutdown(): Promise<void>;
}

let started: Telemetry | undefined;

/** Remembers the telemetry of this process; called once, by the preloaded entry. */
export function setTelemetry(telemetry: Telemetry): void {
  started = telemetry;
}

/** The telemetry of this process, if it was preloaded. */
export function telemetry(): Telemetry | undefined {
  return started;
}
