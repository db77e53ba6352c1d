import type { FailureFingerprint } from '../ModelRuntime';

/** GPUs, their drivers, and the ways between them. */
export const DEVICE_FAILURES: FailureFingerprint[] = [
  {
    code: 'ImagePlatform',
    pattern: /exec format error/,
    message: "The image is not made for the node's processors.",
  },
  {
    code: 'DriverTooOld',
    pattern:
      /NVIDIA driver on your system is too old|CUDA driver version is insufficient|forward compatibility was attempted|unsatisfied condition: cuda|PTX was compiled with an unsupported toolchain|provided PTX was compiled|driver\/library version mismatch|unsupported display driver|not supported in the installed CUDA driver|requires[^\n]*driver[^\n]*(?:or newer|>=)/i,
    message: "The node's GPU driver is too old for the image: $<line>",
  },
  {
    code: 'GpuTooOld',
    pattern:
      /no kernel image is available for execution|invalid device function|device kernel image is invalid|Value 'sm_\w+' is not defined for option|Unsupported gpu architecture|FlashAttention only supports|Flash\w+ (?:is )?only support(?:s|ed)[^\n]*(?:GPU|Ampere|Hopper|Blackwell)|only supports sm\d+ and above|requires GPUs? with sm_?\d+|not supported in this architecture|TensileLibrary|Error in function [^\n]*Unsupported arch|Cannot read [^\n]* for GPU arch|OutOfResources|out of resource: shared memory|Device kernel not found|nvcc fatal|is not compatible with the current PyTorch installation|(?:minimum|at least) (?:CUDA )?(?:compute )?capability|only supports? (?:GPUs?|devices?) with compute capability|sm_\d+ is not (?:supported|compatible)/i,
    message: 'The image has no code for this GPU: $<line>',
  },
  {
    code: 'NoGpuVisible',
    pattern:
      /Failed to infer device type|CUDA driver initialization failed|No CUDA GPUs are available|no CUDA-capable device is detected|libcuda\.so\.1: cannot open|Found no NVIDIA driver|Can't initialize NVML|NVML Shared Library Not Found|No HIP GPUs are available|No (?:supported )?accelerator \([^)]*\)[^\n]* available|Current node has no GPU available|Torch was not compiled with|Torch not compiled with CUDA enabled|CUDA is not available|RuntimeError: Device string must not be empty|NVMLError_LibraryNotFound|NVMLError_DriverNotLoaded|Failed to initialize NVML|nvidia-container-cli: [^\n]*(?:driver not loaded|unknown device|no such device)|\[Device not found\] Device acquire failed|Neuron Runtime could not be initialized|NRT_UNINITIALIZED|TPU initialization failed|Couldn't open device: \/dev\/\w+|failed to (?:discover|inject) (?:GPU|CDI) devices|unresolvable CDI devices/,
  },
  {
    code: 'NoGpuVisible',
    pattern:
      /NVMLError_(?:NoPermission|NotFound|Unknown|InvalidArgument|Uninitialized)[^\n]*/,
    message: 'The container cannot ask for its GPUs: $<line>',
  },
  {
    code: 'GpuBroken',
    transient: true,
    pattern:
      /uncorrectable (?:NVLink|ECC) error|\bECC error|\bXid\b|GPU has fallen off the bus|CUDA error: (?:unknown error|hardware stack error|device (?:not ready|busy|is unavailable))|CUDA-capable device\(?s\)? (?:is\/)?are busy or unavailable|cudaErrorDevicesUnavailable|cudaErrorECCUncorrectable|system not yet initialized|cudaErrorSystemNotReady|Unable to determine the device handle|NVMLError_GpuIsLost|Device acquire failed|RESULT_ERROR_DEVICE_LOST|NRT_(?:UNRECOVERABLE|EXEC_HW_ERR\w*)/i,
    message: 'A GPU reports an error of its own: $<line>',
  },
  {
    code: 'NoGpuVisible',
    pattern: /Unexpected error from cudaGetDeviceCount\(\)[^\n]*/,
    message: 'The container cannot ask for its GPUs: $<line>',
  },
  {
    code: 'GpuKernelFailed',
    transient: true,
    pattern:
      /(?:CUDA|HIP) error: [^\n]+|Memory access fault by GPU[^\n]*|HSA_STATUS_ERROR\w*|CUBLAS_STATUS_(?:EXECUTION_FAILED|INTERNAL_ERROR|NOT_SUPPORTED|INVALID_VALUE)|CUDNN_STATUS_\w+|Assertion `[^\n]*` failed/,
    message: 'A computation on the GPU failed: $<line>',
  },
  {
    code: 'NcclFailed',
    transient: true,
    pattern:
      /NCCL[ _](?:error|WARN|Error)|DistBackendError|ncclSystemError|ncclUnhandledCudaError|ncclInternalError|ncclRemoteError|unhandled (?:system|cuda) error|ProcessGroupNCCL|Watchdog caught collective|custom_all_reduce[^\n]*(?:invalid|failed)/i,
    message: 'The GPUs cannot talk to each other (NCCL): $<line>',
  },
  {
    code: 'DistributedInitFailed',
    transient: true,
    pattern:
      /DP Coordinator process failed|DistNetworkError|DistStoreError|TCPStore|client socket has timed out|wait timeout after \d+ms|Timed out after \d+ seconds waiting for (?:clients|the process group)|init_process_group|Connection closed by peer \[|Gloo connectFullMesh failed|makeDeviceForHostname|gloo\/transport|unable to find (?:network )?address/i,
    message: 'The processes of the model do not find each other: $<line>',
  },
];
