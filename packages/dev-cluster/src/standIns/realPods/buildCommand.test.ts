import { buildCommand, buildHook, expand } from './buildCommand';

const surroundings = {
  image: { PATH: '/venv/bin', HF_ENDPOINT: 'http://hub' },
  own: { HOME: '/home/model', HF_HOME: '/models/huggingface', KEY: 'secret' },
  folders: { '/home/model': '/tmp/home', '/models': '/tmp/claim' },
};

describe('buildCommand', () => {
  it('keeps command and arguments, and says where to listen', () => {
    const container = {
      command: ['vllm', 'serve'],
      args: ['acme/models', '--served-model-name', 'models'],
    };
    expect(buildCommand(container, { ...surroundings, port: 4711 })).toEqual({
      program: 'vllm',
      args: [
        'serve',
        'acme/models',
        '--served-model-name',
        'models',
        '--host',
        '127.0.0.1',
        '--port',
        '4711',
      ],
      env: {
        PATH: '/venv/bin',
        HF_ENDPOINT: 'http://hub',
        HOME: '/tmp/home',
        HF_HOME: '/tmp/claim/huggingface',
        KEY: 'secret',
      },
    });
  });

  it('knows the entrypoint of the image', () => {
    const { program, args } = buildCommand({ args: ['m'] }, surroundings);
    expect([program, ...args]).toEqual(['vllm', 'serve', 'm']);
  });

  it.each([
    ['/models', '/tmp/claim'],
    ['--download-dir=/models/x', '--download-dir=/tmp/claim/x'],
    ['cat "/models/a" /home/model', 'cat "/tmp/claim/a" /tmp/home'],
    ['/models2', '/models2'],
    ['acme/models/x', 'acme/models/x'],
  ])('finds volumes in %s', (word, local) => {
    const { args } = buildCommand(
      { command: ['sh', '-c', word] },
      { ...surroundings, port: 4711 },
    );
    expect(args).toEqual(['-c', local]);
  });

  it.each([
    ['exec vllm serve m', true],
    ['sleep 1 && /venv/bin/vllm serve m \\\n --seed 1', true],
    ['python3 -m vllm.entrypoints.openai.api_server --model m\n', true],
    ['vllm serve m; sleep 5', false],
    ['exec python3 server.py', false],
  ])('says where to listen in the script %j: %s', (script, isTold) => {
    const { args } = buildCommand(
      { command: ['/bin/sh', '-ec'], args: [script] },
      { ...surroundings, port: 4711 },
    );
    const told = `${script.trimEnd()} --host 127.0.0.1 --port 4711`;
    expect(args).toEqual(['-ec', isTold ? told : script]);
  });

  it('leads a hook to where its container listens', () => {
    const { env, folders } = { ...surroundings, env: { KEY: 'secret' } };
    const words = ['python3', '-c', '$(KEY)', 'http://127.0.0.1:8000/metrics'];
    expect(
      buildHook(words, { env, folders, ports: [8000], port: 4711 }),
    ).toEqual({
      program: 'python3',
      args: ['-c', '$(KEY)', 'http://127.0.0.1:4711/metrics'],
      env,
    });
  });

  it('fills variables as Kubernetes does', () => {
    const variables = { NAME: 'qwen' };
    expect(expand('$(NAME) $NAME $$(NAME) $(OTHER)', variables)).toBe(
      'qwen $NAME $(NAME) $(OTHER)',
    );
  });
});
