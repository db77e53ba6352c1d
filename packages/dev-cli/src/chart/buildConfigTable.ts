import ts from 'typescript';
import { ConfigTypes } from './ConfigTypes';

interface Setting {
  path: string;
  type: string;
  description: string;
  default: string | undefined;
}

/** The settings of a package's config.d.ts as a Markdown table. */
export function buildConfigTable(configTypes: string): string {
  const types = new ConfigTypes(configTypes);
  const settings = listSettings(types.settings, { above: '', types });
  return [
    '| setting | type | default | what it does |',
    '| --- | --- | --- | --- |',
    ...settings.map(toRow),
  ].join('\n');
}

type Context = { above: string; types: ConfigTypes };

function listSettings(
  members: Iterable<ts.TypeElement>,
  context: Context,
): Setting[] {
  return [...members].flatMap(member => listMember(member, context));
}

function listMember(member: ts.TypeElement, context: Context): Setting[] {
  const key = ts.isIndexSignatureDeclaration(member)
    ? `<${member.parameters[0].name.getText()}>`
    : member.name?.getText() ?? '';
  const path = context.above ? `${context.above}.${key}` : key;
  const { type } = member as ts.PropertySignature;
  if (!type) {
    return [];
  }
  const inner = context.types.membersOf(type);
  const own: Setting = {
    path,
    type: type.getText().replace(/\s+/g, ' '),
    ...readComment(member),
  };
  if (!inner) {
    return [own];
  }
  const below = listSettings(inner.members, {
    ...context,
    above: inner.isList ? `${path}[]` : path,
  });
  return own.description ? [{ ...own, type: inner.kind }, ...below] : below;
}

function readComment(node: ts.Node) {
  const [comment] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  const tag = comment?.tags?.find(({ tagName }) => tagName.text === 'default');
  return {
    description: flatten(comment?.comment),
    default: tag && flatten(tag.comment),
  };
}

function flatten(comment: Parameters<typeof ts.getTextOfJSDocComment>[0]) {
  return (ts.getTextOfJSDocComment(comment) ?? '').replace(/\s+/g, ' ').trim();
}

function toRow({ path, type, description, default: value }: Setting): string {
  return `| ${[
    `\`${path}\``,
    `\`${type}\``,
    value === undefined ? '' : `\`${value}\``,
    description,
  ]
    .map(cell => cell.replaceAll('|', '\\|'))
    .join(' | ')} |`;
}
