import type { Reason } from './Reason';

/** GPUs, their drivers, and how a model is spread over them. */
export const DEVICE_REASONS = {
  TensorParallelInvalid: {
    concern: 'engine',
    severity: 'failure',
    sentence: 'The model cannot be split over that many GPUs.',
    hint: 'Choose a gpu_count that divides the number of attention heads: 1, 2, 4 or 8.',
    seen: '`must be divisible by tensor parallel size`',
  },
  PipelineParallelInvalid: {
    concern: 'engine',
    severity: 'failure',
    sentence: 'The layers of the model cannot be split that way.',
    hint: 'Choose another --pipeline-parallel-size, or leave it out.',
    seen: 'a pipeline that does not divide the layers',
  },
  ParallelInvalid: {
    concern: 'engine',
    severity: 'failure',
    sentence: 'The parallelism in the arguments is not possible.',
    hint: 'Correct or remove it in args, extra_args or command.',
    seen: 'data, expert or context parallelism that does not fit',
  },
  TooFewGpus: {
    concern: 'engine',
    severity: 'failure',
    sentence: 'The arguments ask for more GPUs than the container has.',
    hint: 'Raise gpu_count, or lower the parallelism in the arguments.',
    seen: '`World size (…) is larger than the number of available GPUs`, `placement group`',
  },
  TooFewNumaNodes: {
    concern: 'engine',
    severity: 'failure',
    sentence:
      'On CPUs every rank needs a NUMA node of its own, and there are fewer.',
    hint: 'Lower the parallelism in the arguments: on one NUMA node it is 1.',
    seen: '`Not enough allowed NUMA nodes`',
  },
  DtypeUnsupported: {
    concern: 'engine',
    severity: 'failure',
    sentence: 'The number format does not suit the GPU or the model.',
    hint: 'Add --dtype half to extra_args, or ask for a newer gpu_type.',
    seen: '`Bfloat16 is only supported on GPUs with compute capability …`',
  },
  QuantizationUnsupported: {
    concern: 'engine',
    severity: 'failure',
    sentence:
      'The quantization is not possible on this GPU or in this version.',
    hint: 'Ask for a newer gpu_type, use another quantization of the model, or remove --quantization.',
    seen: '`quantization method … is not supported`',
  },
  ImagePlatform: {
    concern: 'engine',
    severity: 'failure',
    sentence: "The image is not made for the node's processors.",
    hint: 'Use an image for this platform, or a node_selector for nodes of another (kubernetes.io/arch).',
    seen: '`exec format error`, `no match for platform`',
  },
  DriverTooOld: {
    concern: 'engine',
    severity: 'failure',
    sentence: "The node's GPU driver is too old for the image.",
    hint: 'Use an image for an older CUDA (tag …-cu129), or ask the administrators for a newer driver.',
    seen: '`The NVIDIA driver on your system is too old`, `CUDA driver version is insufficient`',
  },
  GpuTooOld: {
    concern: 'engine',
    severity: 'failure',
    sentence: 'The image has no code for this GPU.',
    hint: 'Ask for another gpu_type; for an old GPU use an older image that was built for it, for a very new one the newest.',
    seen: '`no kernel image is available for execution`',
  },
  NoGpuVisible: {
    concern: 'engine',
    severity: 'failure',
    sentence: 'The image needs a GPU, and the container sees none.',
    hint: 'Set gpu_count to at least 1, or use an image for CPUs. On some clusters a runtime class is missing: tell the administrators.',
    seen: '`Failed to infer device type`, `No CUDA GPUs are available`',
  },
  GpuBroken: {
    concern: 'engine',
    severity: 'failure',
    sentence: 'A GPU reports an error of its own.',
    hint: 'If it happens again on this node, the GPU is broken or has to be reset: tell the administrators its name.',
    seen: 'ECC errors, Xid, `GPU has fallen off the bus`',
  },
  NcclFailed: {
    concern: 'engine',
    severity: 'failure',
    sentence: 'The GPUs cannot talk to each other (NCCL).',
    hint: 'Try gpu_count 1, or NCCL_DEBUG=INFO in extra_env for details; shared memory, network interface or topology of the node may be at fault: tell the administrators.',
    seen: '`DistBackendError: NCCL error`',
  },
  DistributedInitFailed: {
    concern: 'engine',
    severity: 'failure',
    sentence: 'The processes of the model do not find each other.',
    hint: 'A NetworkPolicy or a wrong VLLM_HOST_IP or interface may be in the way; see the log of every worker.',
    seen: '`TCPStore`, `Timed out … waiting for clients`',
  },
  GpuKernelFailed: {
    concern: 'engine',
    severity: 'failure',
    sentence: 'A computation on the GPU failed.',
    hint: 'Most often an error of this engine version with this model: try another image, or --enforce-eager in extra_args. If it happens on one node alone, its GPU may be broken: tell the administrators.',
    seen: '`an illegal memory access`, `device-side assert triggered`, `CUBLAS_STATUS_…`',
  },
} satisfies Record<string, Reason>;
