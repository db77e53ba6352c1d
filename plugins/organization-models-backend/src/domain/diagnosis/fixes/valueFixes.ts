import { addArgument, writeValue } from './argumentFixes';
import type { Asked, Fix } from './Fix';

/** An option with that value, whether the spec has it already or not. */
function setArgument(
  option: string,
  value: string,
  asked: Asked,
): Fix | undefined {
  return (
    writeValue([option], { to: value, asked }) ??
    addArgument(`${option}=${value}`, asked)
  );
}

/**
 * A number format that device, model and quantization take, as far as the engine
 * named one; where a model does not take the one that is asked for, it chooses.
 */
export function suitDtype(
  { needs, takes, model }: Record<string, string>,
  asked: Asked,
): Fix | undefined {
  if (model) {
    const to = 'auto';
    return (
      writeValue(['--dtype'], { from: 'half', to, asked }) ??
      writeValue(['--dtype'], { from: 'float16', to, asked })
    );
  }
  const [taken] = (takes ?? '').split(',').map(toDtype);
  const dtype = needs ? 'half' : taken;
  return dtype ? setArgument('--dtype', dtype, asked) : undefined;
}

// `torch.float16`
function toDtype(name: string): string {
  return name.trim().replace(/^torch\./, '');
}

/** As many requests at once as there is room for. */
export function fewerRequests(count: string, asked: Asked): Fix | undefined {
  return Number(count) > 0
    ? setArgument('--max-num-seqs', count, asked)
    : undefined;
}
