import ts from 'typescript';
import { ConfigTypes } from './ConfigTypes';

type Known = { [key: string]: Known | true };

/** The keys that configuration may have as code, so that the backend can refuse others. */
export function buildKnownSettings(configTypes: string): string {
  const types = new ConfigTypes(configTypes);
  const { organizationModels } = listKeys(types.settings, types);
  return [
    '// Made from config.d.ts, by `./dev yarn build:docs`',
    '',
    '/** Keys of settings, by those above them; `*` is any, and `true` is where anything goes. */',
    'export type KnownSettings = { [key: string]: KnownSettings | true };',
    '',
    `export const KNOWN_SETTINGS: KnownSettings = ${JSON.stringify(
      organizationModels,
    )};`,
    '',
  ].join('\n');
}

function listKeys(
  members: Iterable<ts.TypeElement>,
  types: ConfigTypes,
): Known {
  return Object.fromEntries(
    [...members].map(member => {
      const key = ts.isIndexSignatureDeclaration(member)
        ? '*'
        : member.name?.getText() ?? '';
      const { type } = member as ts.PropertySignature;
      const inner = type && types.membersOf(type);
      const below = inner ? listKeys(inner.members, types) : true;
      return [key, isOfAnything(below) ? true : below];
    }),
  );
}

function isOfAnything(known: Known | true): boolean {
  return known === true || known['*'] === true;
}
