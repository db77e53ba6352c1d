import { coerce, gte } from 'semver';

/**
 * The version of vLLM by the tag of an image: `v0.10.2`, `v0.29.0-cu129`,
 * `rocm6.4.1_vllm_0.9.1_20250715`.
 *
 * @remarks A number counts only where image or tag say that it is vLLM's own:
 * `acme/llm:1.4` is anything, and `nvidia/vllm:25.09-py3` a month.
 */
export function vllmVersionOf(image: string): string | undefined {
  const { repository, tag } = splitImage(image);
  const marked = /vllm[-_]?v?(\d+\.\d+(?:\.\d+)?)/i.exec(tag);
  const plain = /vllm/i.test(repository)
    ? /^v?(\d\.\d+(?:\.\d+)?)/.exec(tag)
    : null;
  const found = (marked ?? plain)?.[1];
  return coerce(found)?.version;
}

/** Whether a version has what came with another; an unreadable one is new. */
export function isSince(engineVersion: string, since: string): boolean {
  const version = coerce(engineVersion);
  return !version || gte(version, since);
}

function splitImage(image: string) {
  const [reference] = image.split('@');
  const lastSlash = reference.lastIndexOf('/');
  const colon = reference.indexOf(':', lastSlash + 1);
  return colon < 0
    ? { repository: reference, tag: '' }
    : {
        repository: reference.slice(0, colon),
        tag: reference.slice(colon + 1),
      };
}
