import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Whether the process has a running child. */
export function hasChildren(pid: number): boolean {
  return process.platform === 'linux'
    ? hasProcChildren(pid)
    : hasPsChildren(pid);
}

function hasProcChildren(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8') !== '';
  } catch {
    return false; // the process is gone
  }
}

function hasPsChildren(pid: number): boolean {
  const parents = execFileSync('ps', ['-ax', '-o', 'ppid='], {
    encoding: 'utf8',
  });
  return parents.split('\n').some(parent => Number(parent) === pid);
}
