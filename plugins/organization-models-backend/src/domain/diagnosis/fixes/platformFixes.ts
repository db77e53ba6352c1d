import { findRuntime } from '../../engines/findRuntime';
import { type Asked, type Fix, inConfig } from './Fix';
import { hasRoom, openNodes } from './roomFor';

const ARCHITECTURE = 'kubernetes.io/arch';
/** How tags of images for one kind of processors end. */
const SUFFIX = /-(?:aarch64|arm64|x86_64|amd64)$/;

/**
 * An image that is not made for the processors of its node: the tag that stands
 * for both kinds, where one is known, else nodes of the other kind.
 */
export function suitPlatform(asked: Asked): Fix | undefined {
  return withCommonTag(asked) ?? onOtherNodes(asked);
}

function withCommonTag({ resolved }: Asked): Fix | undefined {
  const image = resolved.image.replace(SUFFIX, '');
  // by repository and tag alone: that of a digest is what it is
  const isKnown =
    image !== resolved.image &&
    /(?:^|\/)vllm-openai:/.test(image) &&
    findRuntime(resolved.runtime).readImage(image).architectures === undefined;
  return isKnown
    ? inConfig(`Take the image for every processor: ${image}`, { image })
    : undefined;
}

function onOtherNodes(asked: Asked): Fix | undefined {
  const { spec, resolved, nodes = [], pods = [] } = asked;
  const of = nodes.find(({ name }) => name === pods[0]?.node);
  const wrong = of?.labels[ARCHITECTURE];
  const others = openNodes(asked).filter(
    ({ labels }) => labels[ARCHITECTURE] && labels[ARCHITECTURE] !== wrong,
  );
  const [right, ...more] = new Set(
    others.map(({ labels }) => labels[ARCHITECTURE]),
  );
  const isClear = wrong && right && more.length === 0;
  return isClear && hasRoom(others, resolved.gpu ?? {}, asked)
    ? inConfig(`Run it on ${right} nodes`, {
        node_selector: {
          ...spec.deployment_config?.node_selector,
          [ARCHITECTURE]: right,
        },
      })
    : undefined;
}
