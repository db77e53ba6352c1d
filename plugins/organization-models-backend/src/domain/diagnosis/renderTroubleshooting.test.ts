import { readFileSync } from 'node:fs';
import path from 'node:path';
import { REASONS } from '../reasons/catalogue';
import { FIXABLE } from './findFix';
import { renderTroubleshooting } from './renderTroubleshooting';

const FILE = path.join(__dirname, '../../../../../docs/troubleshooting.md');

describe('renderTroubleshooting', () => {
  it('is what docs/troubleshooting.md says: else ./dev yarn build:troubleshooting', () => {
    expect(readFileSync(FILE, 'utf8')).toBe(renderTroubleshooting());
  });

  it('has every reason', () => {
    const text = renderTroubleshooting();
    for (const code of [...Object.keys(REASONS), ...FIXABLE]) {
      expect(text).toContain(`\n### ${code}\n`);
    }
  });

  it('has sentences with an end, and says what to do about every failure', () => {
    for (const [code, reason] of Object.entries(REASONS)) {
      expect([code, reason.sentence]).toEqual([
        code,
        expect.stringMatching(/^(?:[A-Z]|vLLM|max_model_len).*\.$/),
      ]);
      const hint = 'hint' in reason ? reason.hint : undefined;
      expect([code, reason.severity === 'failure' && !hint]).toEqual([
        code,
        false,
      ]);
    }
  });
});
