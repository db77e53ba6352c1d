import {
  nearestName,
  resolveOption,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { ModelRuntime } from '../../engines/ModelRuntime';

/**
 * Arguments with an unknown option written as the known one that is nearest;
 * none where none is near, or where that one is given already.
 */
export function correctOption(
  items: string[],
  unknown: string,
  { options }: Pick<ModelRuntime, 'options'>,
): { option: string; items: string[] } | undefined {
  const [written] = unknown.split('=');
  const names = Object.keys(options.options);
  const at = items.findIndex(item => item.split('=')[0] === written);
  // a known one that this version refuses has no typo
  if (at < 0 || names.includes(resolveOption(written, options).name)) {
    return undefined;
  }
  const option = nearestByLetters(written, names);
  const isGiven = items.some(
    item => resolveOption(item, options).name === option,
  );
  return option && !isGiven
    ? {
        option,
        items: items.with(at, option + items[at].slice(written.length)),
      }
    : undefined;
}

// without the dashes, which all have in common
function nearestByLetters(
  written: string,
  names: string[],
): string | undefined {
  const letters = written.replace(/^-+/, '').replaceAll('_', '-');
  const nearest = nearestName(
    letters.slice(0, 100),
    names.map(name => name.slice(2)),
  );
  return nearest && `--${nearest}`;
}
