import { type DemoModel, demoModels } from '@orgmodels/dev-cluster';
import { DevError } from '../DevError';
import { requestUserToken } from '../portal/requestUserToken';
import { PortalFacts } from '../run/RunState';
import { requireRunning } from './requireRunning';

/** Makes models that are broken on purpose, and says where to mend them. */
export async function demo(user: string): Promise<number> {
  const portal = requireRunning();
  const token = await requestUserToken(portal.apiUrl, { user });
  const lines: string[] = [];
  for (const model of demoModels) {
    const id = await ensureModel(model, { ...portal, token });
    lines.push(`  ${portal.portalUrl}/organization-models/models/${id}`);
    lines.push(`    ${model.name}: ${model.trouble}`);
  }
  process.stdout.write(
    `${[
      `Five broken models, signed in as ${user}:`,
      ...lines,
      'Each fails within seconds, says why, shows the line that proves it and offers a fix: with it, it runs.',
    ].join('\n')}\n`,
  );
  return 0;
}

/** @returns its id, also where an earlier demo has made it */
async function ensureModel(
  { name, body }: DemoModel,
  { apiUrl, token }: Pick<PortalFacts, 'apiUrl'> & { token: string },
): Promise<string> {
  const models = `${apiUrl}/v1/organization/models`;
  const headers = {
    Authorization: `Bearer ${token}`,
    'Content-Type': 'application/json',
  };
  const made = await fetch(models, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  const answer: any = await made.json();
  if (made.ok) {
    return answer.model.id;
  }
  const listed = await fetch(`${models}?q=${name}`, { headers });
  const { models: found = [] }: any = await listed.json();
  const known = found.find((model: any) => model.name === name);
  if (made.status !== 409 || !known) {
    throw new DevError(
      `${name} cannot be made: ${answer.error?.message ?? made.statusText}`,
    );
  }
  return known.id;
}
