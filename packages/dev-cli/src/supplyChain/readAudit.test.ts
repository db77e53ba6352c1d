import { readAudit } from './readAudit';

const line = JSON.stringify({
  value: 'braces',
  children: {
    ID: 1098094,
    Issue: 'Uncontrolled resource consumption in braces',
    URL: 'https://github.com/advisories/GHSA-grv7-fg5c-xmjg',
    Severity: 'high',
    'Vulnerable Versions': '<3.0.3',
    'Tree Versions': ['3.0.2'],
    Dependents: ['chokidar@npm:3.5.3'],
  },
});

describe('readAudit', () => {
  it('reads advisories', () => {
    expect(readAudit(`${line}\n`, { exitCode: 1 })).toEqual({
      answered: true,
      advisories: [
        {
          package: 'braces',
          severity: 'high',
          issue: 'Uncontrolled resource consumption in braces',
          url: 'https://github.com/advisories/GHSA-grv7-fg5c-xmjg',
        },
      ],
    });
  });

  it('takes silence of an audit that succeeded for good news', () => {
    const audit = readAudit('', { exitCode: 0 });
    expect(audit).toEqual({ answered: true, advisories: [] });
  });

  it('does not take a registry that refuses for good news', () => {
    const output = 'Error: The remote server failed: 405 (Method Not Allowed)';
    expect(readAudit(output, { exitCode: 1 })).toEqual({ answered: false });
  });
});
