import type { LiveWorkload } from './LiveWorkload';

/** Who else says what the workload is. */
export type OtherManager = {
  name: string;
  /** `setsBack`: by itself and soon; `atRelease`: when somebody asks it to. */
  effect: 'setsBack' | 'atRelease';
};

type Mark = { on: 'labels' | 'annotations'; key: string };

/** By what tools mark what they made. */
const TOOLS: { name: string; effect: OtherManager['effect']; marks: Mark[] }[] =
  [
    {
      name: 'Argo CD',
      effect: 'setsBack',
      marks: [
        { on: 'annotations', key: 'argocd.argoproj.io/tracking-id' },
        { on: 'labels', key: 'argocd.argoproj.io/instance' },
      ],
    },
    {
      name: 'Flux',
      effect: 'setsBack',
      marks: [
        { on: 'labels', key: 'kustomize.toolkit.fluxcd.io/name' },
        { on: 'labels', key: 'helm.toolkit.fluxcd.io/name' },
      ],
    },
    {
      name: 'Helm',
      effect: 'atRelease',
      marks: [{ on: 'annotations', key: 'meta.helm.sh/release-name' }],
    },
  ];

/** Finds a controller that owns a workload, or a tool that keeps it as it is. */
export function findOtherManager({
  metadata,
}: Pick<LiveWorkload, 'metadata'>): OtherManager | undefined {
  const { controller } = metadata;
  if (controller) {
    return {
      name: `${controller.kind} ${controller.name}`,
      effect: 'setsBack',
    };
  }
  for (const { name, effect, marks } of TOOLS) {
    const found = marks.map(({ on, key }) => metadata[on][key]).find(Boolean);
    if (found) {
      return { name: `${name} (${found})`, effect };
    }
  }
  return undefined;
}
