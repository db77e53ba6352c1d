import { readOptions, type OptionDialect } from './readOptions';

const DIALECT: OptionDialect = {
  underscores: true,
  options: {
    '--model': { takes: 'one' },
    '--max-model-len': { takes: 'one' },
    '--max-num-seqs': { takes: 'one' },
    '--served-model-name': { takes: 'many' },
    '--tensor-parallel-size': { takes: 'one', short: ['-tp'] },
    '--enable-lora': { takes: 'none' },
    '--enable-lora-bias': { takes: 'none' },
    '--hf-overrides': { takes: 'one' },
    '--model-path': { takes: 'one', short: ['--weights'] },
  },
};

function read(...words: string[]) {
  const { options, positional } = readOptions(words, DIALECT);
  return [
    ...positional,
    ...options.map(
      ({ name, values, isOff }) =>
        `${isOff ? 'no ' : ''}${name} ${values.join(' ')}`,
    ),
  ];
}

describe('readOptions', () => {
  it.each<[string[], string[]]>([
    [
      ['serve', 'm', '-tp', '2'],
      ['serve', 'm', '--tensor-parallel-size 2'],
    ],
    [['-tp=2'], ['--tensor-parallel-size 2']],
    [['-tp2'], ['--tensor-parallel-size 2']],
    [['--tensor_parallel_size=2'], ['--tensor-parallel-size 2']],
    [['--tensor-par', '2'], ['--tensor-parallel-size 2']],
    [['--max-m', '1'], ['--max-model-len 1']],
    // two begin so: the engine would refuse it
    [['--max', '1'], ['--max 1']],
    // an option by its whole name is meant, whatever begins with it
    [
      ['--enable-lora', 'm'],
      ['m', '--enable-lora '],
    ],
    [
      ['--no-enable-lora', 'm'],
      ['m', 'no --enable-lora '],
    ],
    [
      ['--served-model-name', 'a', 'b', '--max-model-len', '-1'],
      ['--served-model-name a b', '--max-model-len -1'],
    ],
    [
      ['--weights', 'x', '--wei=y'],
      ['--model-path x', '--model-path y'],
    ],
    [['--hf-overrides.a.b', '1'], ['--hf-overrides 1']],
    [
      ['--unknown', 'x', 'm', '--other', '--model=y'],
      ['m', '--unknown x', '--other ', '--model y'],
    ],
  ])('%j', (words, expected) => {
    expect(read(...words)).toEqual(expected);
  });
});
