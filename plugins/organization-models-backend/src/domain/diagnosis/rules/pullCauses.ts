import type { ReasonCode } from '../../reasons/catalogue';

export type PullCause = {
  code: ReasonCode;
  pattern: RegExp;
  /** After "cannot be pulled:". */
  what: string;
  /** It may pass by itself, so that once is no failure yet. */
  passing?: true;
};

/**
 * Why images cannot be pulled, by what containerd and registries say. Private and
 * missing read alike in many registries; a host that is not found comes before
 * an image that is not, and so does a proxy that lets nobody through: of its
 * answer Go says the words alone, of a registry's the number, too.
 */
export const PULL_CAUSES: PullCause[] = [
  {
    code: 'ImageRateLimited',
    pattern: /\b429\b|toomanyrequests|too many requests|rate limit/i,
    what: 'the registry limits the rate of pulls',
    passing: true,
  },
  {
    code: 'ImageRateLimited',
    pattern: /pull QPS exceeded/,
    what: 'the node pulls too many images at once',
    passing: true,
  },
  {
    code: 'ImageSignatureInvalid',
    pattern:
      /signature was required|SignatureValidationFailed|Source image rejected|signature (?:verification|validation) failed|no (?:valid|matching) signatures|image verifier [^\n]*blocked pull/i,
    what: "the node's policy wants a signature that it does not have",
  },
  {
    code: 'ImageBlocked',
    pattern:
      /projectpolicyviolation|\b412\b|blocking policy|blocked by (?:\w+ )?policy|\bquarantined?\b/i,
    what: 'a policy of the registry does not hand it out',
  },
  {
    code: 'InvalidImageName',
    pattern:
      /did not resolve to an alias|unqualified-search registries|invalid reference format/i,
    what: 'the node takes only names with their registry',
  },
  {
    code: 'NodeDiskFull',
    pattern: /no space left on device/i,
    what: "the node's disk is full",
    passing: true,
  },
  {
    code: 'ImageRegistryError',
    pattern:
      /\b5\d\d (?:Internal|Bad Gateway|Service|Gateway)|(?:status(?: code)?:?|request to \S+:) 5\d\d\b|(?:unexpected|invalid|HTTP) status[^\n]*\b5\d\d\b/i,
    what: 'the registry answers with an error of its own',
    passing: true,
  },
  {
    code: 'ImageRegistryUnreachable',
    pattern:
      /dial tcp|no such host|i\/o timeout|connection refused|connection reset|deadline exceeded|TLS handshake|x509:|server gave HTTP response|proxyconnect|network is unreachable|request canceled|Client\.Timeout|awaiting headers|no route to host|registry is unavailable|server misbehaving|remote error: tls|use of closed network connection|": (?:EOF|Forbidden|Not Found|Proxy Authentication Required|Bad Gateway|Service Unavailable|Gateway Timeout)\b/i,
    what: 'the registry cannot be reached',
    passing: true,
  },
  {
    code: 'ImagePlatform',
    pattern:
      /no match for platform|no matching manifest|does not match the (?:specified|expected) platform|no image found in (?:manifest list|image index) for architecture/i,
    what: "it is not made for the nodes' processors",
  },
  {
    code: 'ImageAccessDenied',
    pattern:
      /access denied|denied:|unauthorized|authentication required|authorization failed|may require|insufficient_scope|no basic auth credentials|\b40[123]\b/i,
    what: 'it does not exist, or pulling it needs credentials',
  },
  {
    code: 'ImageNotFound',
    pattern: /not found|manifest unknown|name unknown|no such image|\b404\b/i,
    what: 'there is no such image or tag',
  },
  {
    code: 'ImageCorrupt',
    pattern:
      /failed to verify|unexpected EOF|invalid tar header|failed to extract layer(?![^\n]*(?:input\/output error|read-only file system|not permitted|permission denied))|digest (?:mismatch|did not match)|unexpected commit digest|short read/i,
    what: 'what the registry sent cannot be unpacked',
    passing: true,
  },
];

/** What no pattern knows. */
export const UNKNOWN_PULL_CAUSE: PullCause = {
  code: 'ImagePullFailed',
  pattern: /^/,
  what: 'the node reports an error',
  passing: true,
};
