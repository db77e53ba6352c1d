import type { FailureFingerprint } from '../ModelRuntime';

/**
 * What comes from the model hub. Its errors all end in the same misleading "We
 * couldn't connect": the true cause stands in the lines before it.
 */
export const HUB_FAILURES: FailureFingerprint[] = [
  {
    code: 'HubProxy',
    transient: true,
    pattern:
      /ProxyError|Tunnel connection failed|407 Proxy Authentication|Cannot connect to proxy/,
    message:
      'The proxy on the way to the model hub refuses or does not answer: $<line>',
  },
  {
    code: 'GatedModel',
    pattern:
      /GatedRepoError|Access to model (?<model>\S+) is restricted|is not in the authorized list|You are trying to access a gated repo|(?<!private or )gated repo/,
    message:
      'The model is gated, and the token is missing or its account was not granted access.',
  },
  {
    code: 'HubUnauthorized',
    pattern:
      /Invalid credentials in Authorization header|Token is required|Invalid (?:user token|username or password)|401 Client Error(?![\s\S]*(?:Repository Not Found|RepositoryNotFoundError))|Client error '401|HTTP Error 401|XetAuthorizationError|status client error \((?:401|403)|403 Forbidden|Client error '403|403 Client Error/,
  },
  {
    code: 'InvalidRepositoryId',
    pattern:
      /(?:HFValidationError|Repo id must (?:be in the form|use alphanumeric)|Incorrect path_or_model_id)(?![^\n]*'\/)[^\n]*/,
    message: 'The name of the model is not one that a hub can have: $<line>',
  },
  {
    code: 'RevisionNotFound',
    pattern:
      /RevisionNotFoundError|is not a valid git identifier|Invalid rev id/,
  },
  {
    code: 'HubRateLimited',
    transient: true,
    pattern:
      /429 (?:Too Many Requests|Client Error)|HTTP Error 429|Client error '429/,
  },
  {
    code: 'HubCertificate',
    pattern:
      /CERTIFICATE_VERIFY_FAILED|certificate verify failed|SSLCertVerificationError|invalid peer certificate/,
  },
  {
    code: 'HubDns',
    transient: true,
    pattern:
      /Name or service not known|Temporary failure in name resolution|No address associated with hostname|Failed to resolve '(?<host>[^']+)'|nodename nor servname/,
  },
  {
    code: 'ModelNotFound',
    pattern:
      /RepositoryNotFoundError|modelscope\S*NotExistError|is not a valid model identifier listed on|Repository Not Found for url|404 Client Error[^\n]*(?:api\/models|resolve)/,
  },
  {
    code: 'HubServerError',
    transient: true,
    pattern:
      /HTTP Error 5\d\d thrown|Server error '5\d\d|5\d\d Server Error|CAS service error(?![^\n]*(?:Request failed after|error sending request|No space left|Permission denied|Read-only|tcp connect error|Timer expired|timed out|\(429|did not match))|50[0234] (?:Bad Gateway|Service Unavailable|Internal Server Error|Gateway Time-?out)/,
    message:
      'The model hub or its mirror answers with an error of its own: $<line>',
  },
  {
    code: 'HubTimeout',
    transient: true,
    pattern:
      /(?:Read|Connect|Pool)Timeout|Read timed out|timed out\. \(read timeout|The read operation timed out|Timer expired|operation timed out/,
  },
  {
    code: 'DownloadCorrupt',
    transient: true,
    pattern:
      /Consistency check failed|Error while downloading from|An error occurred while downloading using|IncompleteRead|peer closed connection without sending complete|data length \d+ did not match|Background writer channel closed|file should be of size \d+ but has size/,
    message: 'A file of the model did not arrive complete: $<line>',
  },
  {
    code: 'HubOffline',
    pattern:
      /OfflineModeIsEnabled|offline mode is enabled|outgoing traffic has been disabled|HF_HUB_OFFLINE/,
  },
  {
    code: 'HubUnreachable',
    transient: true,
    pattern:
      /(?:Connect(?:ion)?Error|MaxRetryError|ConnectTimeout)[^\n]*(?:Connection refused|Network is unreachable|No route to host|reset by peer)|\[Errno 111\] Connection refused|Network is unreachable|No route to host|Max retries exceeded with url|tcp connect error|Remote end closed connection|Server disconnected without|Connection aborted|^ConnectionResetError|Distant resource does not seem to be on huggingface|EndpointConnectionError|CAS service error[^\n]*(?:Request failed after|error sending request)|SSL: (?:WRONG_VERSION_NUMBER|UNEXPECTED_EOF)/m,
  },
  {
    code: 'HubUnreachable',
    transient: true,
    pattern: /Failed to get checksum for https?:\/\/[^\n]+/,
    message: 'What the engine needs beside the model cannot be had: $<line>',
  },
  {
    code: 'HubUnreachable',
    transient: true,
    weak: true,
    pattern:
      /We couldn't connect to|LocalEntryNotFoundError|Cannot find an appropriate cached snapshot/,
  },
];
