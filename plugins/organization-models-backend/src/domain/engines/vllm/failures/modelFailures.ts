import type { FailureFingerprint } from '../../ModelRuntime';

/** What this version cannot do with this model. */
export const MODEL_FAILURES: FailureFingerprint[] = [
  {
    code: 'CustomCode',
    pattern:
      /contains custom code which must be executed|requires you to execute the (?:configuration|model|tokenizer) file|trust_remote_code=True/,
  },
  {
    code: 'UnsupportedArchitecture',
    pattern:
      /Model architectures (?<architectures>\[[^\]]*\]) (?:are not supported|failed to be inspected)|model type `(?<type>[^`]+)` but Transformers does not recognize|Cannot find model module|has no vLLM implementation and the Transformers implementation is not compatible/,
    message:
      "This version of vLLM does not know the model's architecture $<architectures>$<type>.",
  },
  {
    code: 'LibraryMissing',
    pattern:
      /error while loading shared libraries: (?<library>[^:\s]+)|(?<library2>lib[\w.+-]+\.so[\d.]*): cannot open shared object file|undefined symbol: (?<symbol>\S+)/,
    message: 'The image lacks a library or has one of another version: $<line>',
  },
  {
    code: 'PackageMissing',
    pattern:
      /(?:ModuleNotFoundError|ImportError): (?:No module named '(?<module>[^']+)'|(?<words>[^\n]+))|This modeling file requires the following packages[^\n]*|Please install (?<package>\S+)/,
    message:
      'The image lacks a package that the model or the options need: $<line>',
  },
];
