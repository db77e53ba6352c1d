import type { FailureFingerprint } from '../ModelRuntime';

/** How a model is spread over GPUs, and what does not divide or is not there. */
export const PARALLEL_FAILURES: FailureFingerprint[] = [
  // what is left of a check that names no numbers of GPUs, but what to do
  {
    code: 'TensorParallelInvalid',
    pattern:
      /[^\n]*(?:happens when|caused by too large|[Cc]onsider reducing|adjusting) `?tensor[ _]parallel[ _]?size(?:=(?<size>\d+))?[^\n]*/,
    message: 'The model cannot be split over that many GPUs: $<line>',
  },
  {
    code: 'TensorParallelInvalid',
    pattern:
      /(?:in|out)put(?:_partition)?_size[^\n]*is not divisible by weight quantization block/,
    message:
      'The quantized blocks of the model cannot be split over that many GPUs: $<line>',
  },
  {
    code: 'TensorParallelInvalid',
    pattern:
      /(?:^|[ (=])(?<number>\d+)?[^\n\d]{0,60}(?:must be|is not|not) divisible by (?:the )?(?:tensor[ _-]parallel[ _-]size|tp_size|TP size)\s*[=(]?\s*(?<size>\d+)/i,
    message: 'The model cannot be split over $<size> GPUs: $<line>',
  },
  {
    code: 'TensorParallelInvalid',
    pattern: /tp_size (?<size>\d+) is not divisible by [^\n]*heads/,
    message: 'The model cannot be split over $<size> GPUs: $<line>',
  },
  // all that the division of a layer says
  {
    code: 'TensorParallelInvalid',
    pattern:
      /^(?:AssertionError: )?(?<number>\d+) is not divisible by (?<size>\d+)\.?$/m,
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
      /(?<problem>Configuration mismatch detected for engine[^\n]*|(?:data|expert|decode context|prefill context)[ _-]parallel[^\n]*(?:must|should|not|cannot|options)[^\n]*)/i,
    message: 'The parallelism in the arguments is not possible: $<problem>',
  },
  {
    code: 'TooFewGpus',
    pattern:
      /World size \((?<world>\d+)\) is larger than the number of available GPUs|please set tensor_parallel_size \((?<world3>\d+)\) to less than max local gpu count|Tensor parallel size \((?<world4>\d+)\) cannot be larger than the number of available GPUs|placement group requiring (?<world5>\d+) GPUs|replica size \((?<world6>\d+)\) exceeds the number of visible|local_world_size \((?<world7>\d+)\) exceeds|exceeds the number of visible \w*\s?(?:GPUs|devices)|invalid device ordinal|World size \((?<world2>\d+)\)[^\n]*placement group|Placement group creation timed out|Cannot provide a placement group|The number of required \w*GPUs?\w* exceeds the total number of available GPUs|No available node types can fulfill resource request|[Nn]ot enough (?:total )?(?:resources|available nodes)[^\n]*(?:placement groups|DP ranks|world size)|You don't have enough GPUs|rank \d+ is out of bounds for \d+ devices|(?:index|ordinal|device_id) \d+ is out of range for|Error (?:setting|computing) (?:CUDA_VISIBLE_DEVICES|device indices|assigned_physical_gpu_ids)[^\n]*|provides \d+ devices, but/,
    message: 'The arguments ask for more GPUs than the container has: $<line>',
  },
];
