import type { FailureFingerprint } from '../../ModelRuntime';

/** What the parser of the command line and the checks after it refuse. */
export const ARGUMENT_FAILURES: FailureFingerprint[] = [
  {
    code: 'RemovedArgument',
    pattern:
      /unrecognized arguments: (?<arguments>[^\n]*)[\s\S]*Hint: (?<hint>[^\n]*is not a vllm serve option[^\n]*)/,
    message: 'This version of vLLM does not have the option any more: $<hint>',
  },
  {
    code: 'EmptyArgument',
    pattern: /unrecognized arguments:[ \t]*(?:\n|$)/,
  },
  {
    code: 'UnknownArgument',
    pattern: /unrecognized arguments: (?<arguments>[^\n]+)/,
    message: 'This version of vLLM does not know the arguments: $<arguments>',
  },
  {
    code: 'AmbiguousArgument',
    pattern: /ambiguous option: (?<problem>[^\n]+)/,
    message: 'An option is cut so short that it could be several: $<problem>',
  },
  {
    code: 'MissingArgument',
    pattern: /error: (?<problem>the following arguments are required[^\n]*)/,
    message: 'An argument is missing: $<problem>',
  },
  {
    code: 'ConflictingArguments',
    pattern:
      /error: (?<problem>argument [^\n]*not allowed with argument[^\n]*)|(?<words>[^\n]*--[a-z][^\n]*(?:cannot be (?:used|enabled|set) (?:together|with|at the same time|when)|are mutually exclusive|is incompatible with|not compatible with)[^\n]*)/,
    message: 'Two arguments exclude each other: $<problem>$<words>',
  },
  {
    code: 'ParserUnknown',
    pattern:
      /(?<kind>[Tt]ool|[Rr]easoning)[ _-](?:call[ _-])?parser:? '?(?<name>[^'\s]+)'? (?:is )?not found|invalid (?<kind2>tool call|reasoning) parser: (?<name2>[^\s(]+)/,
    message:
      "This version of vLLM has no $<kind>$<kind2> parser '$<name>$<name2>'.",
  },
  {
    code: 'ParserUnknown',
    pattern:
      /argument --(?<kind>tool-call|reasoning)-parser: invalid choice: '(?<name>[^']+)'/,
    message: "This version of vLLM has no $<kind> parser '$<name>'.",
  },
  {
    code: 'InvalidArgument',
    pattern: /error: (?<problem>argument -[^\n]+)/,
    message: 'vLLM refused an argument: $<problem>',
  },
  {
    code: 'ModelFirst',
    pattern:
      /`model` should be provided as the first positional argument|provide the model as a positional argument or in a config file instead of via the `--model` option\.\s*$/m,
  },
  {
    code: 'ContextBeyondModel',
    pattern:
      /max_model_len \((?<asked>\d+)\) is greater than the derived max_model_len \((?<known>[^)]+)\)/,
    message:
      'max_model_len $<asked> is more than the model was made for ($<known>).',
  },
  {
    code: 'TensorParallelInvalid',
    pattern:
      /(?<what>attention heads|vocab size|hidden size|key.value heads|KV heads|intermediate size|Weight \w+ size|\d+)[^\n]{0,90}(?:must be|is not|not) divisible by (?:the )?(?:tensor.parallel size|tensor_parallel_size|tp_size|\w*\s?=?)\s*\(?(?<size>\d+)\)?/i,
    message: 'The model cannot be split over $<size> GPUs: $<line>',
  },
  {
    code: 'PipelineParallelInvalid',
    pattern:
      /Pipeline parallelism is not supported for this model|(?:layers|number of hidden layers)[^\n]{0,80}(?:divisible by|less than|at least)[^\n]*pipeline|len\(partitions\)=\d+ does not match pp_size/i,
    message: 'The layers cannot be split that way: $<line>',
  },
  {
    code: 'ParallelInvalid',
    pattern:
      /(?<problem>(?:data|expert|decode context|prefill context)[ _-]parallel[^\n]*(?:must|should|not|cannot|options)[^\n]*)/i,
    message: 'The parallelism in the arguments is not possible: $<problem>',
  },
  {
    code: 'TooFewGpus',
    pattern:
      /World size \((?<world>\d+)\) is larger than the number of available GPUs|invalid device ordinal|World size \((?<world2>\d+)\)[^\n]*placement group|Placement group creation timed out|The number of required \w*GPUs?\w* exceeds the total number of available GPUs|No available node types can fulfill resource request/,
    message: 'The arguments ask for more GPUs than the container has: $<line>',
  },
  {
    code: 'TooFewNumaNodes',
    pattern:
      /Not enough (?:allowed )?NUMA nodes to bind threads of (?<ranks>\d+)/,
    message:
      'On CPUs every rank needs a NUMA node of its own, and there are fewer than $<ranks>.',
  },
  {
    code: 'LoraNotEnabled',
    pattern:
      /LoRA is not enabled|lora_modules[^\n]*(?:without|requires)[^\n]*enable.lora/i,
  },
  {
    code: 'LoraNotFound',
    pattern:
      /Loading lora (?<name>\S+) failed: No adapter found|No adapter found for (?<path>\S+)|adapter_config\.json[^\n]*(?:not found|No such file)|Can't find 'adapter_config\.json' at '(?<path2>[^']+)'|LoRA adapter[^\n]*(?:not found|does not exist)/,
    message: 'A LoRA adapter is not where it should be: $<line>',
  },
  {
    code: 'LoraUnsuitable',
    pattern:
      /LoRA rank (?<rank>\d+) is greater than max_lora_rank (?<most>\d+)|does not support LoRA|expected target modules in|LoRA[^\n]*shape mismatch/i,
    message: 'A LoRA adapter does not suit the model: $<line>',
  },
  {
    code: 'ChatTemplateMissing',
    pattern:
      /chat template string \((?<path>[^)]+)\) appears path-like, but doesn't exist|chat template[^\n]*(?:does not exist|not found)/i,
    message: 'The chat template $<path> does not exist in the container.',
  },
  {
    code: 'ChatTemplateInvalid',
    pattern: /jinja2\.exceptions\.(?<kind>\w+)[^\n]*/,
    message: 'The chat template cannot be used: $<line>',
  },
  {
    code: 'SpeculativeConfigInvalid',
    pattern:
      /SpeculativeConfig\n|speculative_config[^\n]*(?:must|invalid|not supported|unsupported|provide)|num_speculative_tokens|[Ss]peculative (?:decoding|method)[^\n]*not supported/,
    message:
      'The speculative decoding that is asked for is not possible: $<line>',
  },
  {
    code: 'QuantizationUnsupported',
    pattern:
      /quantization method (?<method>\S+) is not supported for the current (?:GPU|platform)|Unknown quantization method: (?<unknown>[^\n.]+)|Quantization method specified in the model config \([^)]+\) does not match the quantization (?:method )?specified|Invalid quantization method|(?:Marlin|marlin|Cutlass|AWQ|GPTQ|fp4|NVFP4|MXFP4)[^\n]*(?:not supported|requires compute capability|Minimum capability)|quantization[^\n]{0,60}(?:is not supported|not divisible|invalid choice)/i,
    message: 'The quantization is not possible here: $<line>',
  },
  {
    code: 'DtypeUnsupported',
    pattern:
      /Bfloat16 is only supported on GPUs with compute capability of at least (?<needs>[\d.]+)|(?<type>fp8[^\n]*|bfloat16|float16) is not supported (?:on|for|by) [^\n]*|does not support (?:bfloat16|float16|fp16)|torch\.float16 is not recommended|The model type '\w+' does not support float16/,
    message: 'The number format does not suit the device or the model: $<line>',
  },
  {
    code: 'LoadFormatInvalid',
    pattern:
      /[Uu]nknown load[ _]format: (?<format>\S+)|load_format[^\n]*(?:not supported|invalid|must be)|Load format `(?<format2>[^`]+)` is not supported/,
    message: 'vLLM does not know the load format: $<line>',
  },
  {
    code: 'TaskUnsupported',
    pattern:
      /This model does not support (?:the '(?<task>\w+)' (?:task|runner)|`--(?:runner|convert)[^\n]*)|models do not support `--(?:runner|convert)|The model does not support (?<api>Embeddings|Chat Completions|Transcriptions|Score|Pooling) API|--task is not supported|no pooling/i,
    message: 'The model is not made for what it is asked to do: $<line>',
  },
  {
    code: 'AttentionBackendInvalid',
    pattern:
      /(?:No valid attention backend|Selected backend \S+ is not valid|Invalid attention backend|attention backend[^\n]*(?:not supported|not valid|unknown))[^\n]*/i,
    message: 'The attention backend is not possible here: $<line>',
  },
  {
    code: 'ServiceNameClash',
    pattern: /VLLM_PORT '[^']*' appears to be a URI/,
  },
  {
    code: 'InvalidVariable',
    pattern:
      /(?:environment variable|env(?:ironment)? var)[^\n]*(?:invalid|must be)|Invalid value '[^']*' for (?<name>VLLM_\w+)/i,
    message:
      'An environment variable has a value that vLLM does not take: $<line>',
  },
];

/** Pydantic's and other checks, which name the field: after all others. */
export const VALUE_FAILURES: FailureFingerprint[] = [
  {
    code: 'InvalidArgument',
    pattern:
      /validation errors? for (?<config>\w+)\n(?<field>[\w.]+)\n\s*(?:Value error, )?(?<problem>[^\n[]+)/,
    message: 'vLLM refused the value of $<field>: $<problem>',
  },
  {
    code: 'InvalidArgument',
    pattern:
      /validation errors? for (?<config>\w+)\n\s*(?:Value error, )?(?<problem>[^\n[]+)/,
    message: 'vLLM refused the configuration: $<problem>',
  },
  {
    code: 'InvalidArgument',
    pattern:
      /(?:argparse\.ArgumentError|ArgumentTypeError): (?<problem>[^\n]+)/,
    message: 'vLLM refused an argument: $<problem>',
  },
];
