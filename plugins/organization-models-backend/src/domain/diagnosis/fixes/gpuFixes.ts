import { readSpecCommand } from '../../engines/specRuntime';
import { type Asked, type Fix, inConfig } from './Fix';
import { writeValue } from './argumentFixes';
import { gpuOffers, type GpuOffer, hasRoom } from './roomFor';

const TENSOR_OPTIONS = ['--tensor-parallel-size', '--tp-size', '--tp'];

/**
 * A split that the model can be had in: the largest number below that divides
 * what was to be divided; a power of two, where that is not known, since these
 * divide nearly every number of heads.
 */
export function splitEvenly(
  { size, number, what = '' }: Record<string, string>,
  asked: Asked,
): Fix | undefined {
  const parts = Number(size ?? asked.resolved.gpu?.count);
  const whole = Number(number ?? (/^\d+$/.test(what) ? what : NaN));
  if (!(parts > 1)) {
    return undefined;
  }
  const fewer = whole > 0 ? divisorBelow(parts, whole) : powerBelow(parts);
  return (
    writeValue(TENSOR_OPTIONS, {
      from: String(parts),
      to: String(fewer),
      asked,
    }) ?? gpuCount(fewer, { title: 'Split it', asked })
  );
}

function divisorBelow(parts: number, whole: number): number {
  let fewer = Math.min(parts - 1, 64);
  while (whole % fewer !== 0) {
    fewer -= 1;
  }
  return fewer;
}

function powerBelow(parts: number): number {
  return 2 ** Math.ceil(Math.log2(parts) - 1);
}

/** As many GPUs as the arguments want; else no more wanted than there are. */
export function matchWorld(world: number, asked: Asked): Fix | undefined {
  if (!(world > 0)) {
    return undefined;
  }
  const { gpu } = asked.resolved;
  const offers = gpuOffers(asked).filter(
    ({ resourceName }) => !gpu || resourceName === gpu.resourceName,
  );
  const isUnknown = !asked.nodes || asked.nodes.length === 0;
  const fits = offers.some(offer => holds([offer], world, asked));
  return isUnknown || fits
    ? gpuCount(world, { title: 'Ask for GPUs', asked })
    : gpu &&
        writeValue(TENSOR_OPTIONS, {
          from: String(world),
          to: String(gpu.count),
          asked,
        });
}

/**
 * A model that is too large for its GPUs: twice as many of them, where those are
 * free and it is ours to split the model; else the smallest larger kind that is.
 */
export function largerGpus(asked: Asked): Fix | undefined {
  const { gpu } = asked.resolved;
  if (!gpu) {
    return undefined;
  }
  const offers = gpuOffers(asked);
  return (
    twiceAsMany(gpu, { offers, asked }) ?? largerType(gpu, { offers, asked })
  );
}

type Search = { offers: GpuOffer[]; asked: Asked };
type Gpu = NonNullable<Asked['resolved']['gpu']>;

function twiceAsMany(
  { count, resourceName, affinity }: Gpu,
  { offers, asked }: Search,
): Fix | undefined {
  const alike = offers.filter(
    offer =>
      offer.resourceName === resourceName &&
      (affinity?.strength !== 'required' ||
        affinity.values.includes(offer.node.labels[affinity.labelKey])),
  );
  const isPower = Number.isInteger(Math.log2(count));
  return isPower && isSplitByUs(asked) && holds(alike, count * 2, asked)
    ? gpuCount(count * 2, { title: 'Split it', asked })
    : undefined;
}

// who writes the arguments decides how the model is split, too
function isSplitByUs({ spec }: Asked): boolean {
  const { command, args } = spec.deployment_config ?? {};
  const reading = readSpecCommand(spec);
  return !command && !args && (reading?.parallelOptions.length ?? 0) === 0;
}

function largerType(
  { count, resourceName }: Gpu,
  { offers, asked }: Search,
): Fix | undefined {
  const present = offersOn(asked.pods?.[0]?.node, asked);
  if (present === undefined) {
    return undefined;
  }
  // an image that was asked for is built for these; another one we choose
  const isFixed = asked.spec.deployment_config?.image !== undefined;
  const [larger] = offers
    .filter(offer => !isFixed || offer.resourceName === resourceName)
    .filter(({ memoryBytes = 0, product }) => product && memoryBytes > present)
    .sort((a, b) => a.memoryBytes! - b.memoryBytes!)
    .filter((offer, _, all) =>
      holds(
        all.filter(({ product }) => product === offer.product),
        count,
        asked,
      ),
    );
  return larger
    ? {
        title: `Take GPUs with more memory: ${larger.product}`,
        body: { requirements: { gpu: { gpu_type: larger.product } } },
      }
    : undefined;
}

// memory of the GPUs that were too small
function offersOn(name: string | undefined, asked: Asked) {
  const { resourceName } = asked.resolved.gpu!;
  const node = asked.nodes?.filter(each => each.name === name);
  return gpuOffers({ ...asked, nodes: node }).find(
    offer => offer.resourceName === resourceName,
  )?.memoryBytes;
}

function holds(offers: GpuOffer[], count: number, asked: Asked): boolean {
  const [first] = offers;
  return (
    first !== undefined &&
    hasRoom(
      offers.map(({ node }) => node),
      { resourceName: first.resourceName, count },
      asked,
    )
  );
}

/** So many GPUs, where the model may have them. */
export function gpuCount(
  count: number,
  { title, asked }: { title: string; asked: Asked },
): Fix | undefined {
  const { min_gpus: least = 0, max_gpus: most = Infinity } =
    asked.spec.requirements?.gpu ?? {};
  return count >= least && count <= most
    ? inConfig(`${title}: ${count} per replica`, { gpu_count: count })
    : undefined;
}
