import { z } from 'zod';
import type { Manifest } from './manifest.js';

const text = z.string().min(1);
const flag = z.enum(['true', 'false']);
const whole = z.string().regex(/^\d+$/);
const labels = z.record(text, z.string());
const reference = z.strictObject({ parameter: z.enum(['username', 'password', 'ca']), name: text, key: text });
const policies = z.array(z.strictObject({ type: z.enum(['Pods', 'Percent']), value: z.int().positive(), periodSeconds: z.int().min(1).max(1_800) }));
const behaviour = z.strictObject({ stabilizationWindowSeconds: z.int().min(0).max(3_600), policies });

const kafkaTrigger = z.strictObject({
  type: z.literal('kafka'),
  metadata: z.strictObject({
    bootstrapServers: text,
    consumerGroup: text,
    topic: text,
    version: z.string().regex(/^[2-4](\.\d+){2}$/),
    lagThreshold: whole,
    activationLagThreshold: whole,
    offsetResetPolicy: z.enum(['earliest', 'latest']),
    excludePersistentLag: flag,
    allowIdleConsumers: flag,
    scaleToZeroOnInvalidOffset: flag,
    tls: z.enum(['enable', 'disable']).optional(),
    sasl: z.enum(['scram_sha512']).optional(),
  }),
  authenticationRef: z.strictObject({ name: text }).optional(),
});

/**
 * The forms of the custom resources that the chart renders, closed, by kind and version: as KEDA 2.13 and newer, the Prometheus
 * Operator and the External Secrets Operator document them, with the fields that the chart uses.
 */
const specs: Readonly<Record<string, z.ZodType>> = {
  'keda.sh/v1alpha1 ScaledObject': z.strictObject({
    scaleTargetRef: z.strictObject({ name: text }),
    pollingInterval: z.int().positive(),
    cooldownPeriod: z.int().positive(),
    minReplicaCount: z.int().min(1),
    maxReplicaCount: z.int().min(1),
    fallback: z.strictObject({ failureThreshold: z.int().positive(), replicas: z.int().positive() }),
    advanced: z.strictObject({
      horizontalPodAutoscalerConfig: z.strictObject({ behavior: z.strictObject({ scaleUp: behaviour, scaleDown: behaviour }) }),
    }),
    triggers: z.array(kafkaTrigger).min(1),
  }),
  'keda.sh/v1alpha1 TriggerAuthentication': z.strictObject({
    secretTargetRef: z.array(reference).min(1).optional(),
    configMapTargetRef: z.array(reference).min(1).optional(),
  }),
  'monitoring.coreos.com/v1 ServiceMonitor': z.strictObject({
    selector: z.strictObject({
      matchLabels: labels,
      matchExpressions: z.array(z.strictObject({ key: text, operator: z.enum(['In', 'NotIn']), values: z.array(text) })),
    }),
    endpoints: z.array(z.strictObject({ port: text, path: z.string().startsWith('/'), interval: z.string().regex(/^\d+s$/) })).min(1),
  }),
  'external-secrets.io/v1 ExternalSecret': z.strictObject({
    refreshInterval: z.string().regex(/^\d+[smh]$/),
    secretStoreRef: z.strictObject({ name: text, kind: z.enum(['SecretStore', 'ClusterSecretStore']) }),
    target: z.strictObject({
      name: text,
      creationPolicy: z.enum(['Owner', 'Orphan', 'Merge', 'None']),
      deletionPolicy: z.enum(['Retain', 'Delete', 'Merge']),
    }),
    dataFrom: z.array(z.strictObject({ extract: z.strictObject({ key: text }) })).min(1),
  }),
};

/** Whether a manifest is a custom resource, which Kubernetes's own schemas do not know. */
export function isCustom({ apiVersion }: Manifest): boolean {
  return /\.(sh|com|io)\//.test(apiVersion) && !apiVersion.includes('.k8s.io/');
}

/** What is wrong with the form of a custom resource; nothing where it is right. */
export function wrongForm({ apiVersion, kind, spec }: Manifest): string | undefined {
  const form = specs[`${apiVersion} ${kind}`];
  if (!form) return `${apiVersion} ${kind} is none of the known custom resources`;
  const { error } = form.safeParse(spec);
  return error && z.prettifyError(error);
}
