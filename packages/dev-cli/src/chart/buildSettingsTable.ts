import type { ChartSetting } from './ChartSetting';

/** A chart's settings as a Markdown table. */
export function buildSettingsTable(settings: ChartSetting[]): string {
  return [
    '| setting | default | what it does |',
    '| --- | --- | --- |',
    ...settings.flatMap(listValues).map(toRow),
  ].join('\n');
}

function listValues(setting: ChartSetting): ChartSetting[] {
  return setting.children ? setting.children.flatMap(listValues) : [setting];
}

function toRow(setting: ChartSetting): string {
  const { path, description = '', choices } = setting;
  const oneOf = choices
    ? ` One of ${choices.map(choice => `\`${choice}\``).join(', ')}.`
    : '';
  const cells = [
    `\`${path.join('.')}\``,
    `\`${JSON.stringify(setting.default)}\``,
    description + oneOf,
  ];
  return `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
