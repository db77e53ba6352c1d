import { buildStoredModel } from '../../database/__testUtils__/buildStoredModel';
import {
  askedOf,
  FIXED,
  type FixCase,
} from '../../domain/diagnosis/__testUtils__/fixCases';
import { findFix } from '../../domain/diagnosis/findFix';
import { makeFinding } from '../../domain/diagnosis/makeFinding';
import type { Policy } from '../../domain/policy/Policy';
import type { ReasonCode } from '../../domain/reasons/catalogue';
import { PolicyGuard } from '../acceptance/PolicyGuard';
import { offerFixes } from './offerFixes';

function offer(of: FixCase, policy: Policy = {}) {
  const asked = askedOf(of);
  const model = buildStoredModel({ id: 'mdl_1', spec: asked.spec });
  const guard = new PolicyGuard({
    policies: { common: policy, organizations: new Map() },
    defaults: { image: 'vllm/vllm-openai:v0.32.0', cpu: '2', memory: '16Gi' },
    clusters: [],
  });
  const finding = makeFinding(of.code as ReasonCode, { evidence: [] });
  const fix = findFix(of, asked);
  const [offered] = offerFixes(model, [{ ...finding, fix }], guard);
  return offered.fix;
}

describe('offerFixes', () => {
  it.each(FIXED)('lets $offers be offered', of => {
    expect(offer(of)?.body).toEqual(of.body);
  });

  it.each<[string, Policy]>([
    ['CustomCode', { arguments: { forbidden: ['--trust-remote-code'] } }],
    ['OutOfMemory', { limits: { memory: '20Gi' } }],
    ['GpuOutOfMemory', { limits: { gpusPerReplica: 1 } }],
  ])('offers none for %s that the policy refuses', (code, policy) => {
    const of = FIXED.find(each => each.code === code)!;
    expect(offer(of, policy)).toBeUndefined();
  });
});
