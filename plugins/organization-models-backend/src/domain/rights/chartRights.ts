// Made from the files/rbac.yaml of the chart, by `./dev yarn build:docs`

/** A right that the roles of the Helm chart give, and the settings by which. */
export type ChartRight = {
  feature: string;
  resources: string[];
  verbs: string[];
  settings: string[];
};

export const CHART_RIGHTS: ChartRight[] = [
  {
    feature: 'Fit',
    resources: ['nodes', 'pods'],
    verbs: ['list', 'watch'],
    settings: ['models.rbac.create: true'],
  },
  {
    feature: 'Fit',
    resources: ['resourcequotas'],
    verbs: ['list', 'watch'],
    settings: ['models.rbac.create: true'],
  },
  {
    feature: 'Fit',
    resources: ['priorityclasses.scheduling.k8s.io'],
    verbs: ['list', 'watch'],
    settings: ['models.rbac.create: true'],
  },
  {
    feature: 'Fit',
    resources: ['deviceclasses.resource.k8s.io'],
    verbs: ['list', 'watch'],
    settings: ['models.rbac.create: true'],
  },
  {
    feature: 'Fit',
    resources: ['persistentvolumes'],
    verbs: ['get'],
    settings: ['models.rbac.create: true', 'models.rbac.level: manage'],
  },
  {
    feature: 'Fit',
    resources: ['storageclasses.storage.k8s.io'],
    verbs: ['list', 'watch'],
    settings: ['models.rbac.create: true'],
  },
  {
    feature: 'Status',
    resources: ['services', 'persistentvolumeclaims'],
    verbs: ['list', 'watch'],
    settings: ['models.rbac.create: true'],
  },
  {
    feature: 'Status',
    resources: ['deployments.apps', 'replicasets.apps', 'statefulsets.apps'],
    verbs: ['list', 'watch'],
    settings: ['models.rbac.create: true'],
  },
  {
    feature: 'Status',
    resources: ['events'],
    verbs: ['list', 'watch'],
    settings: ['models.rbac.create: true'],
  },
  {
    feature: 'Unmanaged workloads',
    resources: ['leaderworkersets.leaderworkerset.x-k8s.io'],
    verbs: ['list', 'watch'],
    settings: ['models.rbac.create: true'],
  },
  {
    feature: 'Unmanaged workloads',
    resources: [
      'rayclusterfleets.orchestration.aibrix.ai',
      'stormservices.orchestration.aibrix.ai',
    ],
    verbs: ['list', 'watch'],
    settings: ['models.rbac.create: true'],
  },
  {
    feature: 'Readiness',
    resources: ['customresourcedefinitions.apiextensions.k8s.io'],
    verbs: ['list', 'watch'],
    settings: ['models.rbac.create: true'],
  },
  {
    feature: 'Readiness',
    resources: ['clusterpolicies.nvidia.com'],
    verbs: ['list', 'watch'],
    settings: ['models.rbac.create: true'],
  },
  {
    feature: 'Readiness',
    resources: [
      'gateways.gateway.networking.k8s.io',
      'httproutes.gateway.networking.k8s.io',
    ],
    verbs: ['list', 'watch'],
    settings: ['models.rbac.create: true', 'models.gateway.namespace'],
  },
  {
    feature: 'Autoscaling',
    resources: ['podautoscalers.autoscaling.aibrix.ai'],
    verbs: ['list', 'watch'],
    settings: ['models.rbac.create: true'],
  },
  {
    feature: 'Scraping',
    resources: ['servicemonitors.monitoring.coreos.com'],
    verbs: ['list', 'watch'],
    settings: ['models.rbac.create: true'],
  },
  {
    feature: 'Logs',
    resources: ['pods/log'],
    verbs: ['get'],
    settings: ['models.rbac.create: true'],
  },
  {
    feature: 'Chat and metrics',
    resources: ['pods/portforward'],
    verbs: ['get', 'create'],
    settings: ['models.rbac.create: true', 'models.rbac.portForward: true'],
  },
  {
    feature: 'Deployment',
    resources: ['services', 'persistentvolumeclaims'],
    verbs: ['get', 'create', 'patch', 'delete'],
    settings: ['models.rbac.create: true', 'models.rbac.level: manage'],
  },
  {
    feature: 'Deployment',
    resources: ['deployments.apps'],
    verbs: ['get', 'create', 'patch', 'delete'],
    settings: ['models.rbac.create: true', 'models.rbac.level: manage'],
  },
  {
    feature: 'Deployment',
    resources: ['replicasets.apps'],
    verbs: ['patch'],
    settings: ['models.rbac.create: true', 'models.rbac.level: manage'],
  },
  {
    feature: 'Deployment',
    resources: ['pods'],
    verbs: ['delete'],
    settings: ['models.rbac.create: true', 'models.rbac.level: manage'],
  },
  {
    feature: 'Plans',
    resources: ['pods'],
    verbs: ['create'],
    settings: ['models.rbac.create: true', 'models.rbac.level: manage'],
  },
  {
    feature: 'Tokens',
    resources: ['secrets'],
    verbs: ['get', 'list', 'watch', 'create', 'patch', 'delete'],
    settings: ['models.rbac.create: true', 'models.rbac.level: manage'],
  },
  {
    feature: 'Autoscaling',
    resources: ['podautoscalers.autoscaling.aibrix.ai'],
    verbs: ['get', 'create', 'patch', 'delete'],
    settings: ['models.rbac.create: true', 'models.rbac.level: manage'],
  },
  {
    feature: 'Scraping',
    resources: ['servicemonitors.monitoring.coreos.com'],
    verbs: ['get', 'create', 'patch', 'delete'],
    settings: ['models.rbac.create: true', 'models.rbac.level: manage'],
  },
  {
    feature: 'Namespaces',
    resources: ['namespaces'],
    verbs: ['get'],
    settings: [
      'models.rbac.create: true',
      'models.rbac.level: manage',
      'models.namespaces: shared',
    ],
  },
  {
    feature: 'Namespaces',
    resources: ['namespaces'],
    verbs: ['get', 'list', 'create', 'patch'],
    settings: [
      'models.rbac.create: true',
      'models.rbac.level: manage',
      'models.namespaces: perOrganization',
    ],
  },
  {
    feature: 'Namespaces',
    resources: ['limitranges'],
    verbs: ['get', 'create', 'patch'],
    settings: [
      'models.rbac.create: true',
      'models.rbac.level: manage',
      'models.namespaces: perOrganization',
    ],
  },
  {
    feature: 'Namespaces',
    resources: ['resourcequotas'],
    verbs: ['get', 'create', 'patch', 'delete'],
    settings: [
      'models.rbac.create: true',
      'models.rbac.level: manage',
      'models.namespaces: perOrganization',
    ],
  },
  {
    feature: 'Namespaces',
    resources: ['networkpolicies.networking.k8s.io'],
    verbs: ['get', 'create', 'patch'],
    settings: [
      'models.rbac.create: true',
      'models.rbac.level: manage',
      'models.namespaces: perOrganization',
    ],
  },
  {
    feature: 'Namespaces',
    resources: ['serviceaccounts'],
    verbs: ['get'],
    settings: [
      'models.rbac.create: true',
      'models.rbac.level: manage',
      'models.namespaces: perOrganization',
    ],
  },
];
