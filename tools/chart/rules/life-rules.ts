import type { Probe } from '../kubernetes.js';
import { hooksOf, nameOf, ofKind, selects } from '../manifest.js';
import { each, same, servicesOf, type Rendered, type Rule, type RunningService } from './rule.js';

const probes = (name: 'livenessProbe' | 'readinessProbe' | 'startupProbe', path: string): ((rendered: Rendered) => string[]) => {
  return (rendered) => each(servicesOf(rendered), ({ container }) => container[name]?.httpGet?.path === path);
};

const secondsOf = (probe: Probe): number => probe.periodSeconds * probe.failureThreshold;

const replicasOf = ({ owner }: RunningService, { manifests }: Rendered): number => {
  const scaler = ofKind(manifests, 'HorizontalPodAutoscaler', 'ScaledObject').find(({ spec }) => {
    return spec?.scaleTargetRef?.name === owner.metadata.name;
  });
  return scaler?.spec?.minReplicas ?? scaler?.spec?.minReplicaCount ?? owner.spec?.replicas ?? 0;
};

/** Pods of a volume that one node holds, which must be gone before the next may start. */
const isSingle = ({ owner, spec }: RunningService): boolean => {
  return owner.spec?.replicas === 1 && (spec.volumes ?? []).some(({ persistentVolumeClaim }) => persistentVolumeClaim);
};

/** How a pod begins, is watched, is replaced and ends. */
export const lifeRules: readonly Rule[] = [
  {
    topic: 'Liveness',
    says: 'asks for the progress of the process itself, and gives it less than 90 s beyond',
    finds: (rendered) => [
      ...probes('livenessProbe', '/health/live')(rendered),
      ...each(servicesOf(rendered), ({ container }) => !container.livenessProbe || secondsOf(container.livenessProbe) <= 90),
    ],
  },
  { topic: 'Readiness', says: 'asks whether work may come', finds: probes('readinessProbe', '/health/ready') },
  {
    topic: 'Startup probe',
    says: 'leaves 120 s for schemas and the joining of the group',
    finds: (rendered) => [
      ...probes('startupProbe', '/health/startup')(rendered),
      ...each(servicesOf(rendered), ({ container }) => !container.startupProbe || secondsOf(container.startupProbe) >= 120),
    ],
  },
  {
    topic: 'Shutdown',
    says: 'pauses for 5 s without a shell, and has 45 s in all',
    finds: (rendered) => {
      return each(servicesOf(rendered), ({ container, spec }) => {
        return same(container.lifecycle?.preStop, { sleep: { seconds: 5 } }) && (spec.terminationGracePeriodSeconds ?? 30) >= 45;
      });
    },
  },
  {
    topic: 'Shutdown',
    says: "runs Node as the image's own first process, which hears the signal",
    finds: (rendered) => each(servicesOf(rendered), ({ container }) => !container.command && same(container.args, ['main.js'])),
  },
  {
    topic: 'PDB',
    says: 'lets one pod of a service go at a time',
    finds: (rendered) => {
      const budgets = ofKind(rendered.manifests, 'PodDisruptionBudget');
      return each(servicesOf(rendered), ({ labels }) => {
        return budgets.some(({ spec }) => spec?.maxUnavailable === 1 && selects(spec.selector, labels));
      });
    },
  },
  {
    topic: 'PDB',
    says: 'has two replicas and more of every service in a cluster',
    finds: (rendered) => {
      return rendered.clustered ? each(servicesOf(rendered), (service) => replicasOf(service, rendered) >= 2) : [];
    },
  },
  {
    topic: 'Spread',
    says: 'spreads the pods of a service, and no others, over zones and nodes',
    finds: (rendered) => {
      return each(servicesOf(rendered), ({ spec, labels }) => {
        const spread = spec.topologySpreadConstraints ?? [];
        const keys = spread.filter(({ labelSelector }) => selects(labelSelector, labels)).map(({ topologyKey }) => topologyKey);
        return same(keys.toSorted(), ['kubernetes.io/hostname', 'topology.kubernetes.io/zone']);
      });
    },
  },
  {
    topic: 'Rollout',
    says: 'adds a pod of an edge before it takes one away, and never one to a consumer group',
    finds: (rendered) => {
      return each(servicesOf(rendered), (service) => {
        const { strategy } = service.owner.spec ?? {};
        if (isSingle(service)) return strategy?.type === 'Recreate';
        const wanted = service.facts.role === 'edge' ? { maxSurge: 1, maxUnavailable: 0 } : { maxSurge: 0, maxUnavailable: 1 };
        return same(strategy?.rollingUpdate, wanted);
      });
    },
  },
  {
    topic: 'Rollout',
    says: 'selects by labels that no version changes, and no others',
    finds: (rendered) => {
      return each(servicesOf(rendered), ({ owner, labels }) => {
        const selector = owner.spec?.selector?.matchLabels ?? {};
        const lasting = ['app.kubernetes.io/instance', 'app.kubernetes.io/name'];
        return same(Object.keys(selector).toSorted(), lasting) && selects(owner.spec?.selector, labels);
      });
    },
  },
  {
    topic: 'Rollout',
    says: 'keeps no Deployment among its hooks',
    finds: ({ manifests }) => ofKind(manifests, 'Deployment').filter((it) => hooksOf(it).length > 0).map(nameOf),
  },
];
