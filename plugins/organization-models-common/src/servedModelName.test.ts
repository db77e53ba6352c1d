import { findServedModelNames } from './servedModelName';

describe('findServedModelNames', () => {
  it.each<[string, string[], string[]]>([
    [
      'the plain option',
      ['vllm', 'serve', 'm', '--served-model-name', 'x'],
      ['x'],
    ],
    ['an equals sign', ['vllm', 'serve', 'm', '--served-model-name=x'], ['x']],
    ['underscores', ['--served_model_name', 'x'], ['x']],
    ['underscores and an equals sign', ['--served_model_name=x'], ['x']],
    ['mixed spellings', ['--served-model_name', 'x'], ['x']],
    ['a prefix', ['--served', 'x'], ['x']],
    ['a prefix that ends in a dash', ['--served-', 'x'], ['x']],
    ['a prefix with an equals sign', ['--served-model=x'], ['x']],
    ['the shortest prefix', ['--ser', 'x'], ['x']],
    [
      'several names',
      ['--served-model-name', 'x', 'y', '--port', '1'],
      ['x', 'y'],
    ],
    [
      'the option twice',
      ['--served-model-name', 'x', '--served-model-name=y'],
      ['x', 'y'],
    ],
    ['no value', ['--served-model-name'], []],
    ['an empty value', ['--served-model-name='], ['']],
    [
      'the next option instead of a value',
      ['--served-model-name', '--port', '1'],
      [],
    ],
    ['an ambiguous prefix', ['--se', 'x'], []],
    ['another option', ['--served-model-names', 'x', '--model', 'y'], []],
    ['nothing', [], []],
  ])('finds it with %s', (_, command, names) => {
    expect(findServedModelNames(command)).toEqual(names);
  });

  it.each<[string, string, string[]]>([
    ['plain', 'vllm serve m --served-model-name x --port 8000', ['x']],
    ['with equals', 'exec vllm serve m --served-model-name=x', ['x']],
    ['in double quotes', 'vllm serve m --served-model-name "x"', ['x']],
    ['in single quotes', "vllm serve m --served-model-name='x'", ['x']],
    [
      'before an operator',
      'vllm serve m --served-model-name x && echo done',
      ['x'],
    ],
    [
      'before a redirection',
      'vllm serve m --served-model-name x > /tmp/log 2>&1',
      ['x'],
    ],
    [
      'before a semicolon',
      'vllm serve m --served-model-name x; echo done',
      ['x'],
    ],
    [
      'in continued lines',
      'vllm serve m \\\n  --served-model-name x \\\n  --port 8000',
      ['x'],
    ],
    [
      'at the end of a line',
      'vllm serve m --served-model-name x\necho done',
      ['x'],
    ],
    [
      'at the end of a Windows line',
      'vllm serve m --served-model-name x\r\necho done',
      ['x'],
    ],
    [
      'in a script within the script',
      `bash -c 'vllm serve m --served-model-name x'`,
      ['x'],
    ],
    ['of a variable', 'vllm serve m --served-model-name $NAME', ['$NAME']],
    [
      'of a braced variable',
      'vllm serve m --served-model-name ${NAME}',
      ['$NAME'],
    ],
    ['in a comment', 'vllm serve m # --served-model-name x', []],
    ['missing', 'vllm serve m', []],
  ])('finds it in a shell script: %s', (_, script, names) => {
    expect(findServedModelNames(['sh', '-c', script])).toEqual(names);
  });

  it('keeps words of different arguments apart', () => {
    expect(
      findServedModelNames([
        'sh',
        '-c',
        'vllm serve m --served-model-name x',
        'y',
      ]),
    ).toEqual(['x']);
  });

  it('comes to an end with quotes that are not closed', () => {
    expect(
      findServedModelNames([`sh -c "vllm serve 'm --served-model-name x`]),
    ).toEqual(expect.any(Array));
  });
});
