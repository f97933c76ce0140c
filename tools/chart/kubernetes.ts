/** What the rules read of Kubernetes's objects; their whole forms are checked against the API's own schemas elsewhere. */

export type Labels = Readonly<Record<string, string>>;

export interface Selector {
  readonly matchLabels?: Labels;
}

export interface Container {
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: { readonly secretKeyRef?: object } }[];
  readonly envFrom?: readonly object[];
  readonly ports?: readonly { readonly hostPort?: number }[];
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly startupProbe?: Probe;
  readonly lifecycle?: { readonly preStop?: object };
  readonly securityContext?: {
    readonly allowPrivilegeEscalation?: boolean;
    readonly readOnlyRootFilesystem?: boolean;
    readonly capabilities?: object;
  };
  readonly resources?: { readonly requests?: Labels; readonly limits?: Labels };
  readonly volumeMounts?: readonly { readonly name: string; readonly subPath?: string }[];
}

export interface Probe {
  readonly httpGet?: { readonly path: string };
  readonly periodSeconds: number;
  readonly failureThreshold: number;
}

export interface Volume {
  readonly name: string;
  readonly emptyDir?: { readonly sizeLimit?: string };
  readonly secret?: { readonly defaultMode?: number };
  readonly projected?: { readonly defaultMode?: number };
  readonly persistentVolumeClaim?: object;
}

export interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly volumes?: readonly Volume[];
  readonly serviceAccountName?: string;
  readonly automountServiceAccountToken?: boolean;
  readonly enableServiceLinks?: boolean;
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  readonly restartPolicy?: string;
  readonly terminationGracePeriodSeconds?: number;
  readonly affinity?: { readonly podAffinity?: { readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly object[] } };
  readonly topologySpreadConstraints?: readonly { readonly topologyKey: string; readonly labelSelector: Selector }[];
  readonly securityContext?: {
    readonly runAsNonRoot?: boolean;
    readonly runAsUser?: number;
    readonly fsGroup?: number;
    readonly seccompProfile?: object;
  };
}

export interface NetworkPeer {
  readonly namespaceSelector?: Selector;
  readonly podSelector?: Selector;
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

export interface NetworkRule {
  readonly from?: readonly NetworkPeer[];
  readonly to?: readonly NetworkPeer[];
  readonly ports?: readonly { readonly protocol: string; readonly port: number | string }[];
}

export interface IngressPath {
  readonly path: string;
  readonly pathType: string;
}

/** What the kinds that the chart renders have in their `spec`, together: each has its own part of it. */
export interface Spec {
  readonly selector?: Selector;
  readonly template?: { readonly metadata: { readonly labels: Labels }; readonly spec: PodSpec };
  // Deployment
  readonly replicas?: number;
  readonly strategy?: { readonly type?: string; readonly rollingUpdate?: object };
  // Job
  readonly backoffLimit?: number;
  readonly activeDeadlineSeconds?: number;
  // PodDisruptionBudget
  readonly maxUnavailable?: number;
  // HorizontalPodAutoscaler, ScaledObject
  readonly scaleTargetRef?: { readonly name: string };
  readonly minReplicas?: number;
  readonly metrics?: readonly { readonly resource?: { readonly name: string } }[];
  readonly minReplicaCount?: number;
  readonly maxReplicaCount?: number;
  readonly cooldownPeriod?: number;
  readonly advanced?: {
    readonly horizontalPodAutoscalerConfig?: {
      readonly behavior?: { readonly scaleDown?: { readonly stabilizationWindowSeconds?: number } };
    };
  };
  readonly triggers?: readonly { readonly metadata: Labels }[];
  // NetworkPolicy
  readonly podSelector?: Selector;
  readonly policyTypes?: readonly string[];
  readonly ingress?: readonly NetworkRule[];
  readonly egress?: readonly NetworkRule[];
  // Ingress
  readonly tls?: readonly { readonly hosts: readonly string[]; readonly secretName?: string }[];
  readonly rules?: readonly { readonly host?: string; readonly http: { readonly paths: readonly IngressPath[] } }[];
  // ExternalSecret
  readonly target?: { readonly creationPolicy?: string };
}
