import type { FailureFingerprint } from '../ModelRuntime';

/** Files that are missing, broken, or cannot be written. */
export const FILE_FAILURES: FailureFingerprint[] = [
  {
    code: 'DiskFull',
    pattern:
      /No space left on device(?![^\n]*\/dev\/shm)|Not enough free disk space|Disk quota exceeded/,
  },
  {
    code: 'StorageError',
    transient: true,
    pattern:
      /\[Errno (?:5|37|38|95|107|116|121|524)\][^\n]*|\(os error (?:5|14|107|116|121|524)\)|Input\/output error|Stale file handle|Transport endpoint is not connected/,
    message: 'The storage of the model answers with an error: $<line>',
  },
  {
    code: 'ReadOnlyFileSystem',
    pattern: /Read-only file system:? '?(?<path>[^'\s]*)/,
    message: 'The container cannot write to $<path>: it is mounted read-only.',
  },
  {
    code: 'NotWritable',
    pattern:
      /(?:Permission denied: |cannot (?:create|open|touch|access|remove)[^\n']*)'(?<path>[^']+)'(?:: Permission denied|(?!: ))|PermissionError: (?<words>[^\n]+)/,
    message: 'The container may not use $<path>$<words>.',
  },
  {
    code: 'NotWritable',
    pattern: /Permission denied \(os error 13\)/,
    message: 'The container may not write where it has to: $<line>',
  },
  {
    code: 'WeightsLfsPointer',
    pattern:
      /header too large|InvalidHeaderDeserialization|invalid load key, 'v'/,
  },
  {
    code: 'WeightsCorrupt',
    pattern:
      /incomplete metadata, file not fully covered|Error while deserializing header|MetadataIncompleteBuffer|HeaderTooSmall|invalid load key|PytorchStreamReader failed|UnpicklingError|unexpected EOF|invalid JSON in header|failed finding central directory|GGUF magic invalid|invalid magic characters/i,
    message: 'A file of the weights is cut short or broken: $<line>',
  },
  {
    code: 'WeightsMissing',
    pattern:
      /failed to open GGUF file|Cannot find any (?:safetensors )?model weights with|Weight files referenced in index but missing|Could not find checkpoint files|(?:unable to open file <|No such file or directory: ')[^>'\n]*\.(?:safetensors|bin|pt|pth|gguf)\b|no file named (?:model\.safetensors|pytorch_model\.bin)|does not appear to have (?:a|any) files? named [^\n]*(?:safetensors|\.bin)|No (?:safetensors|model weights|weight files?)[^\n]*found/i,
    message: 'There are no weights where the model is: $<line>',
  },
  {
    code: 'WeightsMismatch',
    pattern:
      /failed to map GGUF parameters|There is no module or parameter named|Missing keys \([^\n]*in loaded state|Following weights were not initialized from checkpoint|size mismatch for |[Ss]hape mismatch[^\n]*(?:weight|param|tensor)|Attempted to load weight|start \(\d+\) \+ length \(\d+\) exceeds dimension size|were not (?:found|initialized)|KeyError: '(?<tensor>(?:(?:model|transformer|lm_head|layers|language_model|visual)\.[^']*|[\w.-]+\.(?:weight|bias|qweight|scales|weight_\w+|\w*_proj|\w*_scale\w*)))'|assert [^\n]*(?:shape|size\(\))[^\n]*==|The size of tensor a|Loaded weight[^\n]*shape|Tried to load weights of size|is not (?:in|found in) the (?:state dict|checkpoint)/i,
    message: 'The weights do not fit the architecture in config.json: $<line>',
  },
  {
    code: 'TokenizerMissing',
    source: /\/(?:tokeniz\w*|convert_slow_tokenizer)\b[^/]*\.py$/,
    pattern: /JSONDecodeError: [^\n]+/,
    message: "A file of the model's tokenizer is broken: $<line>",
  },
  {
    code: 'WeightsCorrupt',
    source: /\/model_loader\//,
    pattern: /JSONDecodeError: [^\n]+/,
    message: 'A file of the weights is cut short or broken: $<line>',
  },
  {
    code: 'ConfigInvalid',
    pattern:
      /Strict\w*ValidationError: [^\n]+(?:\n\s+[^\n]+)?|config file at '(?<path>[^']+)' is not a valid JSON|JSONDecodeError|num_heads \(\d+\) is not divisible by num_kv_heads|Unrecognized model in|Should have a `model_type` key|rope_(?:scaling|type|parameters|theta)[^\n]*(?:must|should|missing|invalid|has)|KeyError: '(?:rope_type|type|factor|model_type|architectures)'|No supported config format found|Invalid JSON[^\n]*config/,
    message: "The model's configuration cannot be read: $<line>",
  },
  {
    code: 'TokenizerMissing',
    pattern:
      /Couldn't instantiate the backend tokenizer|Couldn't build a tokenizer|could not parse ModelProto|data did not match any variant of untagged enum|Can't load tokenizer for|tokenizer(?:\.json|\.model|_config\.json)?[^\n]*(?:not found|No such file|does not exist)|Tokenizer class (?<class>\S+) does not exist|(?:tiktoken|tokenizer|tekken)\.(?:model|json)[^\n]*(?:not found|not find)|[Cc]ould not find (?:tiktoken|tokenizer)\.model|Converting from (?:SentencePiece and )?Tiktoken failed|(?:not a string|vocab_file)[^\n]*sentencepiece/i,
    message: "The model's tokenizer is missing or cannot be loaded: $<line>",
  },
  {
    code: 'ModelFolderIncomplete',
    pattern:
      /Invalid repository ID or local directory specified: '(?<path>[^']+)'|(?:(?<!file list: )Repo id must|Incorrect path_or_model_id)[^\n]*'(?<path2>\/[^']*)'|Can't load (?:the )?(?:configuration|model|image processor|feature extractor) (?:of|for) '(?<path3>[^']+)'|does not appear to have a file named (?<file>config\.json|\S+)|(?:config|params|preprocessor_config|generation_config)\.json[^\n]*(?:No such file|not found)/,
    message: 'The model is not there, or its folder is not complete: $<line>',
  },
  {
    code: 'FileMissing',
    source: /uvicorn\/config\.py$/,
    pattern: /FileNotFoundError: [^\n]*/,
    message:
      'The certificate or the key that the server was given does not exist in the container.',
  },
  {
    code: 'FileMissing',
    pattern:
      /FileNotFoundError: [^\n]*?(?:: '(?<path>[^']+)'|$)|No such file or directory: '?(?<path2>[^'\n]+)/,
    message: 'A file that the engine needs does not exist: $<line>',
  },
];
