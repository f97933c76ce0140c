import type { Labels, Spec } from '../kubernetes.js';
import { nameOf, ofKind, type Manifest } from '../manifest.js';
import { same, servicesOf, type Rendered, type Rule } from './rule.js';

const PARTITIONS = 12;
const LONG_SECONDS = 300;

const findings = (manifests: readonly Manifest[], passes: (spec: Spec) => boolean): string[] => {
  return manifests.filter(({ spec }) => !spec || !passes(spec)).map(nameOf);
};

const triggersOf = ({ triggers = [] }: Spec): Labels[] => triggers.map(({ metadata }) => metadata);

const targetsOf = ({ manifests }: Rendered, kind: string): string[] => {
  return ofKind(manifests, kind).map(({ spec }) => spec?.scaleTargetRef?.name ?? '');
};

/** When there are more pods, and when fewer. They say something only where scaling is asked for. */
export const scalingRules: readonly Rule[] = [
  {
    topic: 'Scaling',
    says: 'follows the lag of every topic that the service reads, in its own group',
    finds: (rendered) => {
      return ofKind(rendered.manifests, 'ScaledObject').flatMap(({ metadata, spec }) => {
        const service = servicesOf(rendered).find(({ owner }) => owner.metadata.name === spec?.scaleTargetRef?.name);
        const triggers = triggersOf(spec ?? {});
        const right = same(triggers.map(({ topic }) => topic), service?.facts.consumes) && triggers.every(({ consumerGroup }) => consumerGroup === service?.name);
        return right ? [] : [metadata.name];
      });
    },
  },
  {
    topic: 'Scaling',
    says: 'is not moved by a partition that stands still, nor by an offset that is not valid',
    finds: ({ manifests }) => {
      return findings(ofKind(manifests, 'ScaledObject'), (spec) => {
        return triggersOf(spec).every((trigger) => {
          return trigger.excludePersistentLag === 'true' && trigger.scaleToZeroOnInvalidOffset === 'false' && Number(trigger.lagThreshold) > 0 && Number(trigger.activationLagThreshold) > 0;
        });
      });
    },
  },
  {
    topic: 'Scaling',
    says: 'has no member more than there are partitions',
    finds: ({ manifests }) => {
      return findings(ofKind(manifests, 'ScaledObject'), (spec) => {
        return (spec.maxReplicaCount ?? 100) <= PARTITIONS && triggersOf(spec).every(({ allowIdleConsumers }) => allowIdleConsumers === 'false');
      });
    },
  },
  {
    topic: 'Scaling',
    says: 'takes members away slowly, since each change stops the whole group',
    finds: ({ manifests }) => {
      return findings(ofKind(manifests, 'ScaledObject'), (spec) => {
        const down = spec.advanced?.horizontalPodAutoscalerConfig?.behavior?.scaleDown;
        return (spec.cooldownPeriod ?? 0) >= LONG_SECONDS && (down?.stabilizationWindowSeconds ?? 0) >= LONG_SECONDS;
      });
    },
  },
  {
    topic: 'Scaling',
    says: 'scales edges by their CPU, from two replicas on',
    finds: (rendered) => {
      const edges = servicesOf(rendered).filter(({ facts }) => facts.role === 'edge').map(({ owner }) => owner.metadata.name);
      return findings(ofKind(rendered.manifests, 'HorizontalPodAutoscaler'), (spec) => {
        const byCpu = spec.metrics?.every(({ resource }) => resource?.name === 'cpu') ?? false;
        return byCpu && (spec.minReplicas ?? 1) >= 2 && edges.includes(spec.scaleTargetRef?.name ?? '');
      });
    },
  },
  {
    topic: 'Scaling',
    says: 'leaves the number of replicas to one alone: the chart, the HPA or KEDA',
    finds: (rendered) => {
      const scaled = [...targetsOf(rendered, 'HorizontalPodAutoscaler'), ...targetsOf(rendered, 'ScaledObject')];
      return servicesOf(rendered)
        .filter(({ owner }) => scaled.filter((name) => name === owner.metadata.name).length + (owner.spec?.replicas === undefined ? 0 : 1) !== 1)
        .map(({ owner }) => owner.metadata.name);
    },
  },
];
