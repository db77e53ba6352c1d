/** Written in place of a secret. */
const MASK = '********';

/** `MAX_TOKENS` and its like count tokens; they are no secrets. */
const SECRET_NAME =
  /(TOKEN|_PASS|_PWD|PASSPHRASE|CONNECTION_STRING|((API|ACCESS|ACCOUNT|PRIVATE|SECRET|STORAGE)_?KEY|SECRET|PASSWORD|PASSWD|CREDENTIAL)S?)$/i;
/** The shell's own: a folder. */
const FOLDER_NAME = /^(OLD)?_?PWD$/i;

/**
 * Tokens that tell by their beginning what they are: of Hugging Face
 * (`hf_transfer` and `hf_overrides` are shorter), our
 * keys, GitHub, GitLab, OpenAI and its like, NVIDIA, Slack, AWS, Alibaba, Google,
 * Docker, Databricks, npm, ModelScope, JSON Web Tokens; what is signed or sent
 * with; and private keys.
 */
const TOKEN = new RegExp(
  [
    `(?<![A-Za-z0-9])(?:${[
      'hf_[A-Za-z0-9]{10,}',
      'om_[0-9A-Za-z]{40,}',
      'gh[pousr]_[A-Za-z0-9]{20,}',
      'github_pat_\\w{20,}',
      'glpat-[\\w-]{20,}',
      'sk-[A-Za-z0-9_-]{20,}',
      'nvapi-[\\w-]{20,}',
      'xox[abprs]-[\\w-]{10,}',
      '(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])',
      'LTAI[A-Za-z0-9]{12,26}(?![A-Za-z0-9])',
      'AIza[\\w-]{35}',
      'dckr_pat_[\\w-]{20,}',
      'dapi[0-9a-f]{32}',
      'npm_[A-Za-z0-9]{36}',
      'ms-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}',
      'eyJ[\\w-]{8,}\\.eyJ[\\w-]{8,}\\.[\\w-]+',
    ].join('|')})`,
    // storage accounts, signed URLs and headers
    '(?<=\\b(?:AccountKey|SharedAccessKey)=)[A-Za-z0-9+/=-]{16,}',
    '(?<=[?&](?:sig|X-Amz-Signature|X-Goog-Signature)=)[\\w%+/=-]{16,}',
    '(?<=\\bAuthorization:\\s*(?:Bearer|Basic|Token)\\s+)[\\w+/.=-]{8,}',
    '-----BEGIN [A-Z ]*PRIVATE KEY-----',
  ].join('|'),
  'g',
);

/** A password before the host; what a variable stands for is not in sight. */
const URL_PASSWORD = /\b[a-z][a-z0-9+.-]*:\/\/[^\s/@:]*:(?!\$)[^\s/@]+@/i;

const URL_CREDENTIALS = /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi;

/**
 * Whether a variable of this name holds a secret.
 *
 * @public
 */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) && !FOLDER_NAME.test(name);
}

/**
 * Whether there is something in a text that looks like a token.
 *
 * @public
 */
export function holdsToken(text: string): boolean {
  return text.search(TOKEN) >= 0;
}

/**
 * Whether a text holds a secret in plain sight: what looks like a token, or the
 * password of a URL.
 *
 * @public
 */
export function holdsSecretText(text: string): boolean {
  return holdsToken(text) || URL_PASSWORD.test(text);
}

/**
 * Masks what looks like a token, and credentials in URLs.
 *
 * @public
 */
export function maskSecretText(text: string): string {
  return text.replace(URL_CREDENTIALS, `$1${MASK}@`).replace(TOKEN, MASK);
}

/**
 * A value with every text in it masked, and the values of variables (`name`
 * and `value`) that are named like secrets.
 *
 * @public
 */
export function maskSecretsWithin(value: unknown): unknown {
  if (typeof value === 'string') {
    return maskSecretText(value);
  }
  if (Array.isArray(value)) {
    return value.map(maskSecretsWithin);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const masked = Object.entries(value).map(([key, inner]) => [
    key,
    maskSecretsWithin(inner),
  ]);
  return {
    ...Object.fromEntries(masked),
    ...(isSecretVariable(value) ? { value: MASK } : {}),
  };
}

function isSecretVariable(object: { name?: unknown; value?: unknown }) {
  const { name, value } = object;
  return (
    typeof name === 'string' &&
    typeof value === 'string' &&
    value !== '' &&
    isSecretName(name)
  );
}
