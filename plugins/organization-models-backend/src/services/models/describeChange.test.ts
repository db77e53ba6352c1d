import { buildStoredModel } from '../../database/__testUtils__/buildStoredModel';
import { describeChange } from './describeChange';
import type { Asked } from '../acceptance/parsing/parseModelBody';

const TOKEN = 'deployment_config.hugging_face_token';

describe('describeChange', () => {
  const before = buildStoredModel({
    id: 'mdl_1',
    spec: { desired_state: 'running', deployment_config: { replicas: 1 } },
  });

  it.each<[string, Partial<Asked['spec']>, Partial<Asked>, object[]]>([
    [
      'Stopped',
      { desired_state: 'stopped' },
      {},
      [{ path: 'desired_state', from: 'running', to: 'stopped' }],
    ],
    ['Restarted', {}, { restart: true }, [{ path: 'restart', to: true }]],
    ['TokenChanged', {}, { token: 'hf_secret' }, [{ path: TOKEN }]],
    ['TokenRemoved', {}, { token: null }, [{ path: TOKEN }]],
    [
      'Restarted',
      {},
      { restart: true, token: 'hf_secret' },
      [{ path: TOKEN }, { path: 'restart', to: true }],
    ],
    [
      'Updated',
      { deployment_config: { replicas: 2 } },
      { token: 'hf_secret' },
      [{ path: 'deployment_config.replicas', from: 1, to: 2 }, { path: TOKEN }],
    ],
  ])('says %s', (code, fields, rest, changes) => {
    const spec = { ...before.spec, ...fields };
    const described = describeChange(
      before,
      { ...before, spec },
      { spec, ...rest },
    );
    expect(described).toMatchObject({ code, changes });
    expect(JSON.stringify(described)).not.toContain('hf_secret');
  });

  it('says Started, whatever was the default before', () => {
    const stopped = { ...before, spec: { ...before.spec } };
    stopped.spec.desired_state = 'stopped';
    const spec = { ...before.spec };
    delete spec.desired_state;
    expect(
      describeChange(stopped, { ...before, spec }, { spec }),
    ).toMatchObject({ code: 'Started', message: 'The model was started' });
  });
});
