import type { FailureFingerprint } from '../ModelRuntime';

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
      /Model architecture '?(?<removed>\w+)'? was supported in (?<until>\w+ until v?[\w.]+\w)/,
    message:
      "This version of the engine has the model's architecture $<removed> no more: it was supported in $<until>.",
  },
  {
    code: 'UnsupportedArchitecture',
    pattern:
      /Model architectures (?<architectures>\[[^\]]*\]) (?:are not supported|failed to be inspected)|model type `(?<type>[^`]+)` but Transformers does not recognize|Cannot find model module|Unrecognized configuration class|GGUF model with architecture (?<gguf>\S+) is not supported|Unknown gguf model_type|unknown model architecture: '(?<gguf2>[^']+)'|Unsupported architectures?:|Model architecture '?(?<other>\w+)'? is not supported by|The Transformers implementation of '?(?<own>\w+)'? is not compatible|has no \w+ implementation and the Transformers implementation is not compatible/,
    message:
      "This version of the engine does not know the model's architecture $<architectures>$<type>$<gguf>$<gguf2>$<other>$<own>.",
  },
  {
    code: 'LibraryMissing',
    pattern:
      /error while loading shared libraries: (?<library>[^:\s]+)|(?<library2>lib[\w.+-]+\.so[\d.]*): cannot open shared object file|undefined symbol: (?<symbol>\S+)|version `(?<needs>\w+\.[\w.]+)' not found/,
    message: 'The image lacks a library or has one of another version: $<line>',
  },
  {
    code: 'PackageMissing',
    pattern:
      /(?:ModuleNotFoundError|ImportError): (?:No module named '(?<module>[^']+)'|(?<words>[^\n]+))|PackageNotFoundError: [^\n]+|Failed to import \S+ because of the following error[^\n]*\n[^\n]+|This modeling file requires the following packages[^\n]*|No matching distribution found for [^\n]+|Could not find a version that satisfies[^\n]+|Please install (?<package>\S+)|[^\n]*not installed[^\n]*pip install[^\n]*|(?<words2>\S+ is installed with version [^\n]+, which is less than the minimum|[^\n]*with minimum required version \S+ is not installed)|Error: \S+ is not (?:available|installed)\b[^\n]*|package is not available in your environment/,
    message:
      'The image lacks a package that the model or the options need: $<line>',
  },
];
