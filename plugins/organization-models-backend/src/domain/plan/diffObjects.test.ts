import { diffObjects } from './diffObjects';

function withVariable(name: string, value: string) {
  return { spec: { containers: [{ env: [{ name, value }] }] } };
}

describe('diffObjects', () => {
  it('has the path of what differs, and both values', () => {
    expect(
      diffObjects(
        withVariable('LEVEL', 'info'),
        withVariable('LEVEL', 'debug'),
      ),
    ).toEqual([
      { path: 'spec.containers.0.env.0.value', from: 'info', to: 'debug' },
    ]);
  });

  it('sees that a secret differs which others wrote, and shows it nowhere', () => {
    expect(
      diffObjects(
        withVariable('HF_TOKEN', 'one'),
        withVariable('HF_TOKEN', 'two'),
      ),
    ).toEqual([
      {
        path: 'spec.containers.0.env.0.value',
        from: '********',
        to: '********',
      },
    ]);
    const added = diffObjects({}, withVariable('HF_TOKEN', 'one'));
    expect(JSON.stringify(added)).not.toContain('one');
  });
});
