export type PullCause = {
  code: string;
  pattern: RegExp;
  what: string;
  hint: string;
  /** It may pass by itself, so that once is no failure yet. */
  passing?: true;
};

/**
 * Why images cannot be pulled, by what containerd and registries say. Private and
 * missing read alike in many registries; a host that is not found comes before
 * an image that is not.
 */
export const PULL_CAUSES: PullCause[] = [
  {
    code: 'ImageRateLimited',
    pattern: /\b429\b|toomanyrequests|too many requests|rate limit/i,
    what: 'the registry limits the rate of pulls',
    hint: 'Wait, or use an image of a mirror or a registry with credentials.',
    passing: true,
  },
  {
    code: 'ImageRegistryUnreachable',
    pattern:
      /dial tcp|no such host|i\/o timeout|connection refused|deadline exceeded|TLS handshake|x509:|server gave HTTP response|\b50[0234]\b/i,
    what: 'the registry cannot be reached',
    hint: "Check the registry's name in deployment_config.image; otherwise the nodes' network or proxy is at fault: tell the administrators.",
    passing: true,
  },
  {
    code: 'ImageAccessDenied',
    pattern:
      /access denied|denied:|unauthorized|authentication required|authorization failed|may require|insufficient_scope|403 Forbidden|401/i,
    what: 'it does not exist, or pulling it needs credentials',
    hint: "Check deployment_config.image. For a private registry the cluster's configuration needs a pull secret: ask the administrators.",
  },
  {
    code: 'ImageNotFound',
    pattern: /not found|manifest unknown|name unknown|no such image/i,
    what: 'there is no such image or tag',
    hint: 'Correct deployment_config.image.',
  },
  {
    code: 'ImagePlatform',
    pattern: /no match for platform|no matching manifest/i,
    what: "it is not made for the nodes' processors",
    hint: 'Use an image for this platform, or a node_selector for nodes of another.',
  },
  {
    code: 'NodeDiskFull',
    pattern: /no space left on device/i,
    what: "the node's disk is full",
    hint: 'Tell the administrators.',
    passing: true,
  },
];

/** What no pattern knows. */
export const UNKNOWN_PULL_CAUSE: PullCause = {
  code: 'ImagePullFailed',
  pattern: /^/,
  what: 'the node reports an error',
  hint: 'See the events of the model for what the node says.',
  passing: true,
};
