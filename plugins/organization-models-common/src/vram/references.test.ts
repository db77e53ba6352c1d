/*
 * What transformers makes of published configs: parameters of the model that it
 * builds, and the widths of the key and value projections in it, by layers that
 * keep everything and layers with a window.
 */
import references from './__fixtures__/references.json';
import { computeArchitectureBytes } from './computeArchitectureBytes';
import { computeKvBytesPerToken } from './computeKvCacheBytes';
import { parseArchitecture } from './parseArchitecture';

describe.each(references)('$id', ({ config, parameters, ...expected }) => {
  const architecture = parseArchitecture(config)!;

  it('has its weights within 3 %', () => {
    const computed = computeArchitectureBytes(architecture) / 2;
    expect(Math.abs(computed / parameters - 1)).toBeLessThan(0.03);
  });

  it('keeps as much of a token as its layers do', () => {
    const { bytes } = computeKvBytesPerToken(architecture, {
      tensorParallelSize: 1,
    });
    expect(bytes).toBe(expected.kvBytes);
  });

  it('keeps as much of what is in a window', () => {
    const { sliding } = architecture.attention;
    const windowed = sliding && {
      ...architecture,
      ...sliding,
      attention: { full: sliding.layers },
    };
    const bytes = windowed
      ? computeKvBytesPerToken(windowed, { tensorParallelSize: 1 }).bytes
      : 0;
    expect(bytes).toBe(expected.kvWindowBytes);
  });
});
