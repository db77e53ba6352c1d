import { parseQuantity } from '@orgmodels/backstage-plugin-organization-models-common';
import { sharedMemoryOf } from '../../facts/sharedMemoryOf';
import { type Asked, type Fix, inConfig } from './Fix';
import { hasRoom, openNodes } from './roomFor';

const GIB = 1024 ** 3;
/** So much more memory is offered. */
const GROWTH = 1.5;

export function limitContext(tokens: number): Fix | undefined {
  return tokens > 0
    ? inConfig(`Limit the context to ${tokens} tokens`, {
        max_model_len: tokens,
      })
    : undefined;
}

// one block of 16 is held back; a round number is easier to talk about
export function floorContext(tokens: number): number {
  const most = tokens - 16;
  return most >= 4096
    ? Math.floor(most / 1024) * 1024
    : Math.floor(most / 16) * 16;
}

/** More memory, where there is so much. */
export function moreMemory(asked: Asked): Fix | undefined {
  const { resolved, nodes = [] } = asked;
  const bytes = parseQuantity(resolved.memory);
  if (!bytes) {
    return undefined;
  }
  const memory = `${Math.ceil((bytes * GROWTH) / GIB)}Gi`;
  const grown = { ...asked, resolved: { ...resolved, memory } };
  return nodes.length === 0 ||
    hasRoom(openNodes(asked), resolved.gpu ?? {}, grown)
    ? {
        title: `Raise the memory to ${memory}`,
        body: { requirements: { memory } },
      }
    : undefined;
}

/** More memory, where that is what /dev/shm is short of. */
export function moreSharedMemory(asked: Asked): Fix | undefined {
  const { memory, gpu, sharedMemoryBytes } = asked.resolved;
  const bytes = parseQuantity(memory) ?? 0;
  const grown = sharedMemoryOf(bytes * GROWTH, gpu?.count ?? 0);
  return grown > sharedMemoryBytes ? moreMemory(asked) : undefined;
}

export function longerStart({ resolved }: Asked): Fix | undefined {
  const seconds = Math.min(resolved.startupBudgetSeconds * 2, 86_400);
  return inConfig(`Give it ${seconds} seconds to start`, {
    initial_delay_seconds: seconds,
  });
}

export function moreStorage(asked: Asked): Fix | undefined {
  const { storage } = asked.resolved;
  if (storage.kind === 'none') {
    return claimOfItsOwn(asked);
  }
  const bytes =
    storage.kind === 'own' ? parseQuantity(storage.size) : undefined;
  const size = bytes && `${Math.ceil((bytes * 2) / GIB)}Gi`;
  return size
    ? inConfig(`Enlarge the claim to ${size}`, { storage_size: size })
    : undefined;
}

// Without a default class, one has to be named: which of several is for people to say
function claimOfItsOwn({ storageClasses }: Asked): Fix | undefined {
  if (!storageClasses || storageClasses.hasDefault) {
    return inConfig('Keep the model in a claim', { enable_pvc: true });
  }
  const [storage_class, ...others] = storageClasses.names;
  return storage_class && others.length === 0
    ? inConfig(`Keep the model in a claim of class ${storage_class}`, {
        enable_pvc: true,
        storage_class,
      })
    : undefined;
}
