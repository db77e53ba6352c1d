import type { StoredSpec } from '../facts/ResolvedModel';
import { findCommandDoubts } from './findCommandDoubts';
import { vllmRuntime } from './vllm/vllmRuntime';

function foundIn(deployment_config: StoredSpec['deployment_config']) {
  return findCommandDoubts({ deployment_config }, vllmRuntime).map(
    ({ field, message }) => `${field} ${message.split(':')[0]}`,
  );
}

describe('findCommandDoubts', () => {
  it.each([
    [['--port', '9000'], '--port 9000'],
    [['--port=9000'], '--port 9000'],
    [['--host', '127.0.0.1'], '--host 127.0.0.1'],
    [['--host=localhost', '--port', '80'], '--port 80 and --host localhost'],
    [['--uds', '/tmp/vllm.sock'], '--uds'],
  ])('doubts %j', (args, found) => {
    expect(foundIn({ args })).toEqual([`deployment_config.args has ${found}`]);
  });

  it('reads scripts', () => {
    const command = ['sh', '-c', 'exec vllm serve m --port "9000"'];
    expect(foundIn({ command })).toEqual([
      'deployment_config.command has --port 9000',
    ]);
  });

  it.each([
    [['m', '--port', '8000', '--host', '0.0.0.0']],
    [
      [
        'm',
        '--transport',
        '9000',
        '--rpc-port',
        '9000',
        '--host-name',
        '127.0.0.1',
      ],
    ],
    [undefined],
  ])('has no doubt of %j', args => {
    expect(foundIn({ args })).toEqual([]);
  });
});
