/** What people are told of; each kind can be switched off. */
export const NOTICE_KINDS = [
  'ready',
  'failed',
  'healed',
  'rolledBack',
  'nearQuota',
] as const;

export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** Something that people want to hear of without looking. */
export type Notice = {
  kind: NoticeKind;
  title: string;
  description: string;
  severity: 'normal' | 'high';
  /** Two notices with the same scope are one, told anew. */
  scope: string;
};
