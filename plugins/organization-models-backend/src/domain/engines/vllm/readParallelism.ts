const OPTIONS = [
  ['--pipeline-parallel-size', '-pp'],
  ['--data-parallel-size', '-dp'],
];

/**
 * Into how many groups of GPUs arguments split a replica, besides tensor
 * parallelism: pipeline stages times data-parallel copies.
 */
export function readParallelism(args: string[]): number {
  return OPTIONS.reduce((product, names) => product * readSize(args, names), 1);
}

function readSize(args: string[], names: string[]): number {
  for (const [index, argument] of args.entries()) {
    const [option, inline] = argument.split('=', 2);
    if (names.includes(option.replace(/_/g, '-'))) {
      const size = Number(inline ?? args[index + 1]);
      return Number.isInteger(size) && size > 0 ? size : 1;
    }
  }
  return 1;
}
