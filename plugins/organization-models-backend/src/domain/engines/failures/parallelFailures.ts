import type { FailureFingerprint } from '../ModelRuntime';

/** How a model is spread over GPUs, and what does not divide or is not there. */
export const PARALLEL_FAILURES: FailureFingerprint[] = [
  {
    code: 'TensorParallelInvalid',
    pattern:
      /(?<what>attention heads|vocab size|hidden size|key.value heads|KV heads|intermediate size|Weight \w+ size|\d+)(?: \((?<number>\d+)\))?[^\n]{0,90}(?:must be|is not|not) divisible by (?:the )?(?:tensor.parallel size|tensor_parallel_size|tp_size|(?!nnodes|pp_|group|num_kv_)\w*\s?=?)\s*\(?(?<size>\d+)\)?/i,
    message: 'The model cannot be split over $<size> GPUs: $<line>',
  },
  {
    code: 'TensorParallelInvalid',
    pattern:
      /[^\n]*(?:happens when|caused by too large) tensor[ _]parallel[ _]?size(?:=(?<size>\d+))?[^\n]*/,
    message: 'The model cannot be split over that many GPUs: $<line>',
  },
  {
    code: 'TensorParallelInvalid',
    pattern:
      /(?:in|out)put_size[^\n]*is not divisible by weight quantization block/,
    message:
      'The quantized blocks of the model cannot be split over that many GPUs: $<line>',
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
      /World size \((?<world>\d+)\) is larger than the number of available GPUs|please set tensor_parallel_size \((?<world3>\d+)\) to less than max local gpu count|Tensor parallel size \((?<world4>\d+)\) cannot be larger than the number of available GPUs|exceeds the number of visible (?:GPUs|devices)|invalid device ordinal|World size \((?<world2>\d+)\)[^\n]*placement group|Placement group creation timed out|The number of required \w*GPUs?\w* exceeds the total number of available GPUs|No available node types can fulfill resource request/,
    message: 'The arguments ask for more GPUs than the container has: $<line>',
  },
];
