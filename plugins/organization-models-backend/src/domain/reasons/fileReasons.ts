import type { Reason } from './Reason';

/** The model's files, and where they are to go. */
export const FILE_REASONS = {
  DiskFull: {
    concern: 'engine',
    severity: 'failure',
    sentence: 'The disk for the model is full.',
    hint: 'Set enable_pvc with a storage_size above the size of the model, or raise storage_size.',
    seen: '`No space left on device`',
  },
  StorageError: {
    concern: 'storage',
    severity: 'failure',
    sentence: 'The storage of the model answers with an error.',
    hint: 'A network volume may be away or a disk broken, or it is of a kind that cannot lock or link files: a new pod may find it again; if not, use another storage_class or tell the administrators.',
    seen: '`Input/output error`, `Stale file handle`',
  },
  ReadOnlyFileSystem: {
    concern: 'engine',
    severity: 'failure',
    sentence:
      'The container cannot write where the model is to go: it is mounted read-only.',
    hint: 'Use enable_pvc or a claim that can be written, or remove HF_HOME from extra_env.',
    seen: '`Read-only file system`',
  },
  NotWritable: {
    concern: 'engine',
    severity: 'failure',
    sentence: 'The container may not write where it has to.',
    hint: 'It runs as user 2000, group 0: the volume must be writable for that group, and the image must not need root.',
    seen: '`Permission denied`',
  },
  WeightsLfsPointer: {
    concern: 'engine',
    severity: 'failure',
    sentence:
      'A file of the weights is only a Git LFS pointer: the weights themselves were not copied.',
    hint: 'Download the model with `hf download` (or run `git lfs pull`) into the claim again.',
    seen: '`Error while deserializing header: header too large`',
  },
  WeightsCorrupt: {
    concern: 'engine',
    severity: 'failure',
    sentence: 'A file of the weights is cut short or broken.',
    hint: 'Delete it from the claim, so that it is downloaded again.',
    seen: '`incomplete metadata, file not fully covered`',
  },
  WeightsMissing: {
    concern: 'engine',
    severity: 'failure',
    sentence: 'There are no weights where the model is.',
    hint: 'Complete the download, or correct huggingface_id or the path.',
    seen: '`Cannot find any model weights with …`',
  },
  WeightsMismatch: {
    concern: 'engine',
    severity: 'failure',
    sentence: 'The weights do not fit the architecture in config.json.',
    hint: 'Use a complete, unchanged copy of the model; or a newer image, which may know this variant.',
    seen: 'a tensor that is missing, too many, or of another shape',
  },
  ConfigInvalid: {
    concern: 'engine',
    severity: 'failure',
    sentence: "The model's configuration cannot be read.",
    hint: 'Copy config.json again; a newer image may know the model.',
    seen: '`is not a valid JSON file`, `Unrecognized model`',
  },
  TokenizerMissing: {
    concern: 'engine',
    severity: 'failure',
    sentence: "The model's tokenizer is missing or cannot be loaded.",
    hint: 'Add the tokenizer files, or name a tokenizer with --tokenizer.',
    seen: "`Couldn't instantiate the backend tokenizer`",
  },
  ModelFolderIncomplete: {
    concern: 'engine',
    severity: 'failure',
    sentence: 'The model is not there, or its folder is not complete.',
    hint: 'Correct the path, or copy the model completely: config.json belongs to it.',
    seen: '`Invalid repository ID or local directory specified`',
  },
  FileMissing: {
    concern: 'engine',
    severity: 'failure',
    sentence: 'A file that the engine needs does not exist.',
    hint: 'Correct the path in args or extra_args, or mount the file.',
    seen: '`FileNotFoundError`',
  },
  CustomCode: {
    concern: 'engine',
    severity: 'failure',
    sentence:
      'The model brings Python code of its own, which engines run only when allowed.',
    hint: 'Use a model without custom code, or ask the administrators whether --trust-remote-code is allowed.',
    seen: '`contains custom code which must be executed`',
  },
  UnsupportedArchitecture: {
    concern: 'engine',
    severity: 'failure',
    sentence:
      "This version of the engine does not know the model's architecture.",
    hint: 'Use an image whose version knows it: mostly a newer one; for an architecture that was removed, the last that had it.',
    seen: '`Model architectures […] are not supported`',
  },
} satisfies Record<string, Reason>;
