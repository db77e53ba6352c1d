/** Written in place of a secret. */
const MASK = '********';

/** `MAX_TOKENS` and its like count tokens; they are no secrets. */
const SECRET_NAME =
  /(TOKEN|_PASS|_PWD|PASSPHRASE|CONNECTION_STRING|((API|ACCESS|ACCOUNT|PRIVATE|SECRET|STORAGE|MASTER|SIGNING|ENCRYPTION|AUTH|LICENSE|WANDB)_?KEY|SECRET|PASSWORD|PASSWD|CREDENTIAL)S?)$/i;
/** The shell's own: a folder. */
const FOLDER_NAME = /^(OLD)?_?PWD$/i;

/**
 * Tokens that tell by their beginning what they are: of Hugging Face
 * (`hf_transfer` and `hf_overrides` are shorter), our
 * keys, GitHub, GitLab, OpenAI and its like, NVIDIA, Slack, AWS, Alibaba, Google,
 * Docker, Databricks, npm, ModelScope, Groq, SendGrid, Vault, DigitalOcean, PyPI,
 * JSON Web Tokens; what is signed or sent with; addresses that are secrets
 * themselves; and private keys.
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
      'gsk_[A-Za-z0-9]{40,}',
      'SG\\.[\\w-]{16,}\\.[\\w-]{16,}',
      'hvs\\.[\\w-]{20,}',
      'do[opr]_v1_[0-9a-f]{64}',
      'pypi-[\\w-]{16,}',
      'eyJ[\\w-]{8,}\\.eyJ[\\w-]{8,}\\.[\\w-]+',
    ].join('|')})`,
    // storage accounts, signed URLs and headers
    '(?<=\\b(?:AccountKey|SharedAccessKey)=)[A-Za-z0-9+/=-]{16,}',
    '(?<=[?&](?:sig|X-Amz-Signature|X-Goog-Signature)=)[\\w%+/=-]{16,}',
    // of a request, and of what OpenTelemetry sends, which is percent-encoded
    `(?<=${ignoreCase(
      'Authorization',
    )}\\s*[:=]\\s*(?:(?:Bearer|bearer|BEARER|Basic|basic|Token|token)(?:\\s|%20)+))[\\w+/.=%-]{8,}`,
    `(?<=${ignoreCase('api-key')}\\s*[:=]\\s*|${ignoreCase(
      'private-token',
    )}:\\s*)[\\w-]{16,}`,
    '(?<=://hooks\\.slack\\.com/services/)[\\w/]{20,}',
    // of a registry, as it stands in a file of Docker's
    '(?<="auth"\\s*:\\s*")[A-Za-z0-9+/=]{12,}',
    '-----BEGIN [A-Z ]*PRIVATE KEY-----',
    // the same in base 64: a key of any kind, PKCS 8, RSA, EC, OpenSSH
    'LS0tLS1CRUdJTi(?:BQUklW|BFTkNS|BSU0Eg|BFQyBQ|BPUEVO)[A-Za-z0-9+/=]*',
  ].join('|'),
  'g',
);

function ignoreCase(word: string): string {
  return `(?<![A-Za-z])${[...word]
    .map(letter =>
      /[a-z]/i.test(letter)
        ? `[${letter.toUpperCase()}${letter.toLowerCase()}]`
        : letter,
    )
    .join('')}`;
}

/** A password before the host; what a variable stands for is not in sight. */
const URL_PASSWORD = /\b[a-z][a-z0-9+.-]*:\/\/[^\s/@:]*:(?!\$)[^\s/@]+@/i;

/** One without a colon is a token where it is long, and no name of a user. */
const URL_TOKEN = /\b[a-z][a-z0-9+.-]*:\/\/(?=[\w-]*\d)[\w-]{24,}@/i;

const PASSWORD_NAME =
  '[\\w-]*(?:password|passwd|secret_(?:access_)?key|access_key_secret)';
/** `password=…` of a connection, and "password": "…" of a structure. */
const NAMED_PASSWORD = new RegExp(
  [
    `["']${PASSWORD_NAME}["']\\s*:\\s*["'](?![$<{*])[^"']{4,}`,
    `(?<![\\w-])${PASSWORD_NAME}=["']?(?!["'$<{*])[^\\s"'&;,]{4,}`,
  ].join('|'),
  'i',
);

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
  return (
    holdsToken(text) ||
    URL_PASSWORD.test(text) ||
    URL_TOKEN.test(text) ||
    NAMED_PASSWORD.test(text)
  );
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
