import { createTranslationRef } from '@backstage/frontend-plugin-api';

/** Every word that the pages say. @public */
export const organizationModelsTranslationRef = createTranslationRef({
  id: 'plugin.organization-models',
  messages: {
    loading: 'Loading',
    failure: {
      unknown: 'Something went wrong',
      noAnswer: 'The portal’s backend did not answer.',
      code: 'Code: {{code}}',
      retry: 'Try again',
    },
    stale: {
      title: 'Could not be refreshed: this is what was known last',
    },
    organization: {
      label: 'Organization',
      choose: 'Choose an organization',
      several:
        'You belong to several organizations. For which one do you want to see models?',
      current: 'Organization: {{name}}',
      change: 'Change',
      other: 'Choose another organization',
    },
    cluster: {
      title: 'Cluster',
      description: 'Where models run: its readiness, GPUs and operators',
      name: 'Cluster {{name}}',
      lastKnown:
        'The cluster cannot be reached: these are the last known facts',
      neverSeen: 'The cluster could not be reached yet',
      state: {
        ready: 'Ready',
        notReady: 'Not ready',
        unknown: 'Unknown',
      },
      fact: {
        gpus: 'GPUs available',
        gpusValue: '{{available}} of {{total}}',
        nodes: 'Nodes',
        kubernetes: 'Kubernetes',
        observed: 'Observed',
      },
      gpus: {
        title: 'GPUs by type',
        none: 'The cluster has no GPUs.',
        type: 'Type',
        vram: 'Memory of each',
        nodes: 'Nodes',
        available: 'Available',
        availableOf: '{{available}} of {{total}}',
        use: 'Not available',
        useOf: 'GPUs of type {{type}} not available',
      },
      nodes: {
        title: 'GPU nodes',
        none: 'No node has GPUs.',
        name: 'Node',
        memory: 'GPU memory available / total',
        state: 'State',
        schedulable: 'Takes models',
        unschedulable: 'Takes no models',
      },
      components: {
        title: 'Components',
        none: 'No component is known.',
        name: 'Component',
        need: 'Needed',
        required: 'Required',
        optional: 'Optional',
        version: 'API version',
        health: 'Health',
        message: 'Remark',
        healthy: 'Healthy',
        unhealthy: 'Unhealthy',
        missing: 'Not installed',
        unknown: 'Unknown',
      },
      storage: {
        title: 'Storage classes',
        none: 'The cluster has no storage class.',
        name: 'Name',
        provisioner: 'Provisioner',
        default: 'Default',
      },
      quota: {
        title: 'Quota of {{name}}',
        models: 'Models',
        gpus: 'GPUs',
        cpu: 'CPU',
        memory: 'Memory',
        unlimited: '{{used}} used, unlimited',
        limited: '{{used}} of {{hard}} used',
      },
    },
  },
});
