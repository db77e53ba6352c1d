import { namespaceOf } from './namespaceOf';

const own = (ref: string, namespace = 'models') =>
  namespaceOf(ref, { namespace, namespaces: 'perOrganization' });

describe('namespaceOf', () => {
  it('is the shared one unless each organization has its own', () => {
    const config = { namespace: 'models', namespaces: 'shared' } as const;
    expect(namespaceOf('group:default/acme', config)).toBe('models');
    expect(own('group:default/acme')).toBe('models-acme');
  });

  const REFS = [
    'group:default/acme',
    'group:other/acme',
    'user:default/acme',
    'group:default/acme.com',
    'group:default/acme_com',
    'group:default/acme-com',
    'group:default/acme-',
    'group:default/other-acme',
    'group:default/ümläut',
    'group:default/0123456789',
    `group:default/${'x'.repeat(63)}`,
    `group:default/${'x'.repeat(62)}y`,
    `group:${'n'.repeat(63)}/${'x'.repeat(63)}`,
  ];

  it('is a valid name, and of one organization only', () => {
    const names = ['models', 'm'.repeat(60)].map(prefix =>
      REFS.map(ref => own(ref, prefix)),
    );
    for (const each of names) {
      expect(new Set(each).size).toBe(REFS.length);
      for (const name of each) {
        expect(name).toMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
      }
    }
  });

  it('cannot be taken by an organization that is named like it', () => {
    const name = own('group:other/acme').replace(/^models-/, '');
    expect(own(`group:default/${name}`)).not.toBe(own('group:other/acme'));
  });
});
